import { Button, Card, DatePicker, Form, Input, InputNumber, Space } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import type { Result, ResultBody, ResultRecorded, UseRecordsView } from './types.ts';

interface Fields {
  matter: string;
  body: string;
  period: [Dayjs, Dayjs];
  timesUsed?: number | null;
  peopleServed?: number | null;
  materialsSaved?: number | null;
  daysSaved?: number | null;
}

/** 反馈成效: what the use of a grant achieved, in words and in figures. */
export function ReportForm() {
  const { t } = useText();
  const { id } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const { send, problem, busy } = useSend();
  const before = useLoad<Result>(id === undefined ? null : `/api/results/${id}`);
  const asked = Number(search.get('grant'));
  const of = useLoad<UseRecordsView>(id === undefined ? `/api/grants/${asked}/use-records` : null);
  const known = before.data;
  const grant = known?.grant ?? of.data?.grant;
  useEffect(() => {
    if (known)
      form.setFieldsValue({
        ...known,
        period: [dayjs(known.periodFrom), dayjs(known.periodUntil)],
      });
    else if (grant) form.setFieldsValue({ period: [dayjs(grant.from), dayjs()] });
  }, [known, grant, form]);
  const lost = before.problem ?? of.problem;
  if (lost) return <RefusalNotice problem={lost} />;
  if (!grant) return <Loading rows={8} />;

  const save = (fields: Fields) => {
    const [from, until] = fields.period;
    const body: ResultBody = {
      grantId: grant.id,
      matter: fields.matter,
      body: fields.body,
      periodFrom: from.format('YYYY-MM-DD'),
      periodUntil: until.format('YYYY-MM-DD'),
      timesUsed: fields.timesUsed ?? null,
      peopleServed: fields.peopleServed ?? null,
      materialsSaved: fields.materialsSaved ?? null,
      daysSaved: fields.daysSaved ?? null,
    };
    return send(
      () =>
        id === undefined
          ? api.post<ResultRecorded>('/api/results', body)
          : api.put<ResultRecorded>(`/api/results/${id}`, body),
      t(`已反馈给${grant.provider.name}。`, `Reported to ${grant.provider.name}.`),
      () => void navigate('/results/achieved?side=holding'),
    );
  };
  const required = [{ required: true, whitespace: true, min: 2, message: t('请填写', 'Required') }];
  const figures = [
    ['timesUsed', t('使用次数', 'Times used'), 0],
    ['peopleServed', t('服务人数', 'People served'), 0],
    ['materialsSaved', t('减少材料（份）', 'Papers saved'), 0],
    ['daysSaved', t('节省时间（天）', 'Days saved'), 1],
  ] as const;
  return (
    <>
      <PageTitle
        title={id === undefined ? t('反馈成效', 'Report results') : t('修改成效', 'Change the result')}
        sub={`${grant.no} · ${grant.provider.name} · ${grant.entryTitle}`}
      />
      <Card style={{ maxWidth: 760 }}>
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={fields => void save(fields)}
        >
          <Form.Item name="matter" label={t('事项', 'Matter')} rules={required}>
            <Input
              maxLength={120}
              data-test="report-matter"
              placeholder={t('如“低保申请经营情况核对”', 'e.g. the matter that was handled')}
            />
          </Form.Item>
          <Form.Item
            name="period"
            label={t('时段', 'Period')}
            rules={[{ required: true, message: t('请选择起止日期', 'Choose the two days') }]}
          >
            <DatePicker.RangePicker
              disabledDate={date => date.isAfter(dayjs(), 'day') || date.isBefore(grant.from, 'day')}
            />
          </Form.Item>
          <Space size={16} wrap>
            {figures.map(([name, label, precision]) => (
              <Form.Item key={name} name={name} label={label}>
                <InputNumber min={0} max={100_000_000_000} precision={precision} style={{ width: 150 }} />
              </Form.Item>
            ))}
          </Space>
          <Form.Item
            name="body"
            label={t(
              '用数据办成了什么（没有统计的数字可以不填）',
              'What the data achieved (leave out what nobody counted)',
            )}
            rules={required}
          >
            <Input.TextArea rows={6} maxLength={4000} showCount data-test="report-body" />
          </Form.Item>
          {problem && (
            <div style={{ marginBottom: 16 }}>
              <RefusalNotice problem={problem} />
            </div>
          )}
          <Space wrap>
            <Button type="primary" htmlType="submit" disabled={busy} data-test="report-save">
              {id === undefined ? t('反馈', 'Report') : t('保存', 'Save')}
            </Button>
            <Button onClick={() => void navigate(-1)}>{t('取消', 'Cancel')}</Button>
          </Space>
        </Form>
      </Card>
    </>
  );
}
