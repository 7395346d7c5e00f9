import { App, Button, Card, Form, Grid, Input, Radio, Select, Space, theme } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, Problem } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import { ApplyItems } from './ApplyItems.tsx';
import { ApplyRows } from './ApplyRows.tsx';
import { ApplySummary } from './ApplySummary.tsx';
import { Declaration } from './Declaration.tsx';
import { Missing } from './Missing.tsx';
import { ModeChoice } from './ModeChoice.tsx';
import type {
  ApplicationForm,
  ApplicationRecorded,
  ApplyBody,
  Entry,
  RowCondition,
  ShareMode,
  System,
} from './types.ts';
import { dropUnsent, keepUnsent, readUnsent } from './unsent.ts';
import { civilDate } from './words.ts';

interface ApplyFields {
  matter: string;
  ground: string;
  scenario: string;
  scope: string;
  mode: ShareMode;
  until: string;
  systemId: number;
  declaration: boolean;
}

/** The eight things that only the applicant knows; the rest is derived. */
export function ApplyForm({
  entry,
  form,
  systems,
}: {
  entry: Entry;
  form: ApplicationForm;
  systems: System[];
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { session } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [fields] = Form.useForm<ApplyFields>();
  const modes = (['verify', 'query', 'batch'] as const).filter(mode => entry.content.modes.includes(mode));
  const ownSystems = systems.filter(system => system.departmentId === session.post?.departmentId);
  const last = form.last;
  const [unsent] = useState(() => readUnsent<ApplyFields>(entry.id));
  const initial: Partial<ApplyFields> = {
    matter: last?.matter ?? '',
    ground: last?.ground ?? '',
    scope: last?.scope ?? '',
    until: civilDate(12),
    declaration: false,
    ...(modes[0] === undefined ? {} : { mode: modes[0] }),
    ...(last?.scenario === undefined
      ? form.scenarios[0] === undefined
        ? {}
        : { scenario: form.scenarios[0] }
      : { scenario: last.scenario }),
    ...(ownSystems.some(system => system.id === last?.systemId) && last !== null
      ? { systemId: last.systemId }
      : ownSystems[0] === undefined
        ? {}
        : { systemId: ownSystems[0].id }),
    ...unsent?.fields,
  };
  const [items, setItems] = useState<string[]>(
    () =>
      unsent?.items ??
      entry.content.items.filter(item => item.identifier || item.sensitivity <= 2).map(item => item.name),
  );
  const [rows, setRows] = useState<RowCondition[]>(unsent?.rows ?? []);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [missing, setMissing] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  // A draft that was made but could not be sent is sent again as it is, not made twice.
  const drafted = useRef<{ id: number; content: string } | null>(null);
  const typed = Form.useWatch([], fields) as ApplyFields | undefined;
  const { mode, until } = typed ?? initial;
  const term = [3, 12, 36].find(months => civilDate(months) === until);

  const noticed = problem !== null || missing.length > 0 || last !== null;
  const wide = Grid.useBreakpoint().xl ?? true;
  const summaryCard = (
    <ApplySummary entry={entry} form={form} mode={mode} itemCount={items.length} until={until} />
  );

  useEffect(() => {
    if (problem !== null || missing.length > 0) summary.current?.focus();
  }, [problem, missing]);

  useEffect(() => {
    if (typed === undefined) return;
    const timer = setTimeout(() => keepUnsent(entry.id, { fields: typed, items, rows }), 1000);
    return () => clearTimeout(timer);
  }, [typed, items, rows, entry.id]);

  async function send(values: ApplyFields) {
    const faults: string[] = [];
    if (items.length === 0) faults.push(t('至少选一个数据项。', 'Choose at least one item.'));
    if (!values.declaration) faults.push(t('请勾选真实、合法、必要的承诺。', 'Please tick the declaration.'));
    if (rows.some(row => row.values.length === 0 || row.values.some(value => value.trim() === '')))
      faults.push(t('数据范围里有条件没有填值。', 'A condition in the range of data has no value.'));
    setMissing(faults);
    setProblem(null);
    if (faults.length > 0) return;
    setBusy(true);
    try {
      const { declaration: _ticked, ...facts } = values;
      const body: ApplyBody = { ...facts, entryId: entry.id, items, rows, declaration: true };
      const content = JSON.stringify(body);
      if (drafted.current?.content !== content) {
        const made = await api.post<ApplicationRecorded>('/api/applications', body);
        drafted.current = { id: made.application.id, content };
      }
      const sent = await api.post<ApplicationRecorded>(`/api/applications/${drafted.current.id}/actions`, {
        action: 'submit',
        note: '',
      });
      dropUnsent(entry.id);
      void message.success(t('已送本部门共享机构负责人签批。', 'Sent to the head of your sharing office.'));
      void navigate(`/cases/${sent.application.id}`);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <PageTitle
        title={t(`申请使用“${entry.title}”`, `Request “${entry.title}”`)}
        sub={
          <Space size={8} wrap>
            <span>{entry.departmentName}</span>
            <ShareTypeMark shareType={entry.shareType} />
          </Space>
        }
      />
      <div className="two-columns">
        {!wide && summaryCard}
        <Form<ApplyFields>
          form={fields}
          layout="vertical"
          requiredMark={false}
          initialValues={initial}
          onFinish={values => void send(values)}
          onFinishFailed={({ errorFields }) => setMissing(errorFields.flatMap(field => field.errors))}
          style={{ maxWidth: 760, minWidth: 0 }}
          scrollToFirstError={{ behavior: 'auto' }}
        >
          <div
            ref={summary}
            tabIndex={-1}
            style={{ outline: 'none', display: 'grid', gap: 12, marginBottom: noticed ? 12 : 0 }}
          >
            {problem !== null && <RefusalNotice problem={problem} />}
            {missing.length > 0 && <Missing faults={missing} />}
            {last !== null && (
              <div style={{ background: token.colorInfoBg, borderRadius: 4, padding: '8px 16px' }}>
                {t(
                  '已按本部门上一次的申请填好，请核对。',
                  'Filled in from your department’s last request; please check.',
                )}
              </div>
            )}
          </div>
          <Card>
            <Form.Item
              name="matter"
              label={t('办理事项', 'Matter')}
              rules={[{ required: true, min: 2, message: t('请写办理事项。', 'Name the matter.') }]}
            >
              <Input
                placeholder={t('如：家庭经济困难学生认定', 'e.g. student aid')}
                maxLength={120}
                data-test="apply-matter"
              />
            </Form.Item>
            <Form.Item
              name="ground"
              label={t('使用依据', 'Ground of use')}
              rules={[{ required: true, min: 2, message: t('请写使用依据。', 'Name the ground of use.') }]}
            >
              <Input.TextArea
                autoSize={{ minRows: 2, maxRows: 6 }}
                placeholder={t('如：《学生资助资金管理办法》第六条', 'e.g. the measure and its article')}
                maxLength={500}
                data-test="apply-ground"
              />
            </Form.Item>
            <Form.Item
              name="scenario"
              label={t('应用场景', 'Scenario')}
              rules={[{ required: true, message: t('请选应用场景。', 'Choose a scenario.') }]}
            >
              <Radio.Group
                data-test="apply-scenario"
                options={form.scenarios.map(word => ({ label: word, value: word }))}
              />
            </Form.Item>
            <Form.Item
              name="mode"
              label={t('共享方式', 'Mode')}
              rules={[{ required: true, message: t('请选共享方式。', 'Choose a mode.') }]}
            >
              <ModeChoice modes={modes} />
            </Form.Item>
            <Form.Item
              name="scope"
              label={t('使用范围', 'Scope of use')}
              rules={[{ required: true, message: t('请写使用范围。', 'State the scope of use.') }]}
            >
              <Input
                placeholder={t(
                  '如：仅区学生资助中心办理本事项的人员',
                  'e.g. only the staff who handle this matter',
                )}
                maxLength={500}
                data-test="apply-scope"
              />
            </Form.Item>
          </Card>
          <ApplyItems items={entry.content.items} chosen={items} onChoose={setItems} />
          <ApplyRows items={entry.content.items} rows={rows} onChange={setRows} />
          <Card style={{ marginTop: 16 }}>
            <Form.Item label={t('使用期限', 'Term of use')} required>
              <Space wrap>
                <Radio.Group
                  optionType="button"
                  value={term}
                  onChange={event => fields.setFieldValue('until', civilDate(Number(event.target.value)))}
                  options={[
                    { label: t('3 个月', '3 months'), value: 3 },
                    { label: t('1 年', '1 year'), value: 12 },
                    { label: t('3 年', '3 years'), value: 36 },
                  ]}
                />
                <Form.Item
                  name="until"
                  noStyle
                  rules={[
                    { required: true, message: t('请写使用期限的最后一天。', 'State the last day of use.') },
                  ]}
                >
                  <Input
                    type="date"
                    min={civilDate()}
                    style={{ width: 160 }}
                    aria-label={t('最后一天', 'Last day')}
                    data-test="apply-until"
                  />
                </Form.Item>
              </Space>
            </Form.Item>
            <Form.Item
              name="systemId"
              label={t('使用系统', 'System that will use it')}
              rules={[{ required: true, message: t('请选使用系统。', 'Choose a system.') }]}
              extra={
                ownSystems.length === 0 && (
                  <Link to="/systems">
                    {t('本部门还没有登记系统，先去登记', 'No system is registered yet: register one')}
                  </Link>
                )
              }
            >
              <Select
                data-test="apply-system"
                options={ownSystems.map(system => ({ label: system.name, value: system.id }))}
                placeholder={t('选一个已登记的系统', 'Choose a registered system')}
              />
            </Form.Item>
            <Form.Item name="declaration" valuePropName="checked" style={{ marginBottom: 0 }}>
              <Declaration />
            </Form.Item>
          </Card>
          <div style={{ marginTop: 16 }}>
            <Button type="primary" htmlType="submit" loading={busy} data-test="apply-submit">
              {busy ? t('提交中', 'Sending') : t('送负责人签批', 'Send to the head for consent')}
            </Button>
          </div>
        </Form>
        {wide && summaryCard}
      </div>
    </>
  );
}
