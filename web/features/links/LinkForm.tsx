import { Button, Card, DatePicker, Form, Input, Radio, Select, Space } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { Static } from 'typebox';
import type { DepartmentView } from '#modules/organizations/contract.ts';
import { api, useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { rowsOf } from '../../ui/rows.ts';
import { useSend } from '../../ui/useSend.ts';
import { EntryField } from './EntryField.tsx';
import type { Link, LinkBody, LinkRecorded } from './types.ts';
import { FREQUENCIES, WAYS } from './words.ts';

type Fields = Omit<LinkBody, 'since' | 'wantedUntil' | 'otherId' | 'entryId'> & {
  since?: Dayjs | null;
  wantedUntil?: Dayjs | null;
  otherId?: number | null;
  entryId?: number | null;
  known: 'here' | 'elsewhere';
};

const dayOf = (date: string | null): Dayjs | null => (date === null ? null : dayjs(date));

/** 登记直连: what goes from which system to which, how, since when, and by when it is moved over. */
export function LinkForm() {
  const { t } = useText();
  const { session } = useSession();
  const { id } = useParams();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const known = Form.useWatch('known', form) ?? 'here';
  const [side, otherId, data] = [
    Form.useWatch('side', form),
    Form.useWatch('otherId', form),
    Form.useWatch('data', form),
  ];
  const own = session.post?.departmentId;
  const provider = side === 'gives' ? own : known === 'here' ? (otherId ?? undefined) : undefined;
  const { send, problem, busy } = useSend();
  const departments = useLoad<Static<typeof DepartmentView>[]>('/api/departments');
  const systems = useLoad<{ id: number; name: string; departmentId: number }[]>('/api/systems');
  const before = useLoad<Link>(id === undefined ? null : `/api/links/${id}`);
  const link = before.data;
  useEffect(() => {
    if (!link) return;
    form.setFieldsValue({
      ...link,
      known: link.otherId === null ? 'elsewhere' : 'here',
      otherName: link.otherId === null ? link.otherName : '',
      since: dayOf(link.since),
      wantedUntil: dayOf(link.wantedUntil),
    });
  }, [link, form]);

  const save = ({ known: where, ...fields }: Fields) => {
    const here = where === 'here';
    const body: LinkBody = {
      side: fields.side,
      systemName: fields.systemName,
      otherId: here ? (fields.otherId ?? null) : null,
      otherName: here ? '' : (fields.otherName ?? ''),
      otherSystem: fields.otherSystem ?? '',
      data: fields.data,
      entryId: provider === undefined ? null : (fields.entryId ?? null),
      way: fields.way,
      frequency: fields.frequency,
      since: fields.since?.format('YYYY-MM-DD') ?? null,
      ground: fields.ground ?? '',
      volume: fields.volume ?? '',
      wantedUntil: fields.wantedUntil?.format('YYYY-MM-DD') ?? null,
      exemptReason: fields.exemptReason ?? '',
    };
    return send(
      () =>
        id === undefined
          ? api.post<LinkRecorded>('/api/links', body)
          : api.put<LinkRecorded>(`/api/links/${id}`, body),
      t('已保存草稿，核对后送负责人签批。', 'Saved as a draft; check it and send it to the head.'),
      ({ link: made }) => void navigate(`/links/${made.id}`),
    );
  };
  const required = [{ required: true, whitespace: true, message: t('请填写', 'Required') }];
  const ownSystems = rowsOf(systems.data).filter(one => one.departmentId === own);
  return (
    <>
      <PageTitle
        title={id === undefined ? t('登记直连', 'Register a link') : t('修改登记', 'Change the link')}
      />
      {before.problem && <RefusalNotice problem={before.problem} />}
      <Card style={{ maxWidth: 760 }}>
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ side: 'takes', known: 'here', way: 'database', frequency: 'daily' }}
          onFinish={fields => void save(fields)}
        >
          <Form.Item name="side" label={t('本部门是', 'Your department')}>
            <Radio.Group
              options={[
                { value: 'takes', label: t('使用方', 'takes the data') },
                { value: 'gives', label: t('提供方', 'gives the data') },
              ]}
            />
          </Form.Item>
          <Form.Item name="data" label={t('什么数据', 'Which data')} rules={required}>
            <Input
              maxLength={200}
              data-test="link-data"
              placeholder={t('如“企业登记信息”', 'e.g. “company register”')}
            />
          </Form.Item>
          <Form.Item name="systemName" label={t('本方系统', 'Your system')} rules={required}>
            <Input
              maxLength={120}
              data-test="link-system"
              list="link-systems"
              placeholder={t('已登记的系统可以直接选', 'A registered system may be chosen')}
            />
          </Form.Item>
          <datalist id="link-systems">
            {ownSystems.map(one => (
              <option key={one.id} value={one.name}>
                {one.name}
              </option>
            ))}
          </datalist>
          <Form.Item name="known" label={t('对方', 'The other side')}>
            <Radio.Group
              options={[
                { value: 'here', label: t('本平台的部门', 'a department of this platform') },
                { value: 'elsewhere', label: t('其他单位', 'someone else') },
              ]}
            />
          </Form.Item>
          {known === 'here' ? (
            <Form.Item
              name="otherId"
              label={t('对方部门', 'Department')}
              rules={[{ required: true, message: t('请选择对方部门', 'Choose the department') }]}
            >
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                placeholder={t('按名称查找', 'Find it by name')}
                data-test="link-other"
                options={(departments.data ?? [])
                  .filter(one => one.state === 'active' && one.id !== own)
                  .map(one => ({ value: one.id, label: one.name }))}
              />
            </Form.Item>
          ) : (
            <Form.Item name="otherName" label={t('单位全称', 'Its full name')} rules={required}>
              <Input maxLength={120} placeholder={t('如“省自然资源厅”', 'e.g. a provincial department')} />
            </Form.Item>
          )}
          <Form.Item name="otherSystem" label={t('对方系统（可不填）', 'Its system (optional)')}>
            <Input maxLength={120} />
          </Form.Item>
          {provider !== undefined && (
            <Form.Item
              name="entryId"
              label={t('对应的目录（已发布的，可不选）', 'The published entry, if there is one')}
              extra={t(
                '有目录的，使用方可以直接申请共享来替代直连。',
                'With an entry, the side that takes can apply for it in place of the link.',
              )}
            >
              <EntryField departmentId={provider} words={data ?? ''} known={link} />
            </Form.Item>
          )}
          <Space size={16} wrap>
            <Form.Item name="way" label={t('方式', 'Way')}>
              <Select
                style={{ width: 160 }}
                options={Object.entries(WAYS).map(([value, words]) => ({ value, label: t(...words) }))}
              />
            </Form.Item>
            <Form.Item name="frequency" label={t('频次', 'Frequency')}>
              <Select
                style={{ width: 140 }}
                options={Object.entries(FREQUENCIES).map(([value, words]) => ({ value, label: t(...words) }))}
              />
            </Form.Item>
            <Form.Item name="since" label={t('启用日期（可不填）', 'Since (optional)')}>
              <DatePicker disabledDate={date => date.isAfter(dayjs(), 'day')} />
            </Form.Item>
          </Space>
          <Form.Item name="volume" label={t('数据量（可不填）', 'Volume (optional)')}>
            <Input
              maxLength={200}
              placeholder={t('如“约 12 万条，每日增量 300 条”', 'e.g. 120,000 rows, 300 a day')}
            />
          </Form.Item>
          <Form.Item name="ground" label={t('当初的依据（可不填）', 'The ground it rests on (optional)')}>
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
          <Form.Item
            name="wantedUntil"
            label={t(
              '拟迁移的期限（可不填，由主管部门确定）',
              'Proposed date (optional; the authority sets it)',
            )}
          >
            <DatePicker disabledDate={date => date.isBefore(dayjs(), 'day')} />
          </Form.Item>
          <Form.Item
            name="exemptReason"
            label={t(
              '不能迁移的理由（仅限国家安全等特殊业务）',
              'Why it must stay apart (state security and the like only)',
            )}
          >
            <Input.TextArea rows={2} maxLength={1000} />
          </Form.Item>
          {problem && (
            <div style={{ marginBottom: 16 }}>
              <RefusalNotice problem={problem} />
            </div>
          )}
          <Space wrap>
            <Button type="primary" htmlType="submit" disabled={busy} data-test="link-save">
              {t('保存', 'Save')}
            </Button>
            <Button onClick={() => void navigate(id === undefined ? '/links' : `/links/${id}`)}>
              {t('取消', 'Cancel')}
            </Button>
          </Space>
        </Form>
      </Card>
    </>
  );
}
