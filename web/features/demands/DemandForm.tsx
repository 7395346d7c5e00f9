import { Button, Card, DatePicker, Form, Input, Select, Space } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { Static } from 'typebox';
import type { DepartmentView } from '#modules/organizations/contract.ts';
import { api, useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { SimilarNeeds } from './SimilarNeeds.tsx';
import type { Demand, DemandBody, DemandRecorded } from './types.ts';

type Fields = Omit<DemandBody, 'wantedBy' | 'suggestedId'> & {
  wantedBy?: Dayjs | null;
  suggestedId?: number | null;
};

/** 登记需求: four fields; the words of an empty search are there already. */
export function DemandForm() {
  const { t } = useText();
  const { session } = useSession();
  const { id } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const title = Form.useWatch('title', form) ?? '';
  const { send, problem, busy } = useSend();
  const departments = useLoad<Static<typeof DepartmentView>[]>('/api/departments');
  const before = useLoad<Demand>(id === undefined ? null : `/api/demands/${id}`);
  const known = before.data;
  useEffect(() => {
    if (!known) return;
    const { title: name, matter, description, suggestedId, wantedBy } = known;
    form.setFieldsValue({
      title: name,
      matter,
      description,
      suggestedId,
      wantedBy: wantedBy === null ? null : dayjs(wantedBy),
    });
  }, [known, form]);

  const save = (fields: Fields) => {
    const body: DemandBody = {
      title: fields.title.trim(),
      matter: fields.matter ?? '',
      description: fields.description ?? '',
      suggestedId: fields.suggestedId ?? null,
      wantedBy: fields.wantedBy?.format('YYYY-MM-DD') ?? null,
    };
    return send(
      () =>
        id === undefined
          ? api.post<DemandRecorded>('/api/demands', body)
          : api.put<DemandRecorded>(`/api/demands/${id}`, body),
      id === undefined
        ? t('已登记，主管部门会协调。', 'Registered; the authority coordinates it.')
        : t('已保存', 'Saved'),
      ({ demand }) => void navigate(`/demands/${demand.id}`),
    );
  };
  return (
    <>
      <PageTitle
        title={id === undefined ? t('登记需求', 'Register a need') : t('修改需求', 'Change the need')}
      />
      {before.problem && <RefusalNotice problem={before.problem} />}
      <Card style={{ maxWidth: 760 }}>
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ title: search.get('q') ?? '', matter: '', description: '' }}
          onFinish={fields => void save(fields)}
        >
          <Form.Item
            name="title"
            label={t('要什么数据', 'What is needed')}
            rules={[{ required: true, whitespace: true, message: t('请填写', 'Required') }]}
          >
            <Input
              maxLength={120}
              data-test="demand-title"
              placeholder={t('如“残疾人证信息”', 'Such as “disability certificates”')}
            />
          </Form.Item>
          <div style={{ marginBottom: 24 }}>
            <SimilarNeeds title={title} {...(id === undefined ? {} : { not: Number(id) })} />
          </div>
          <Form.Item name="matter" label={t('用于什么事项', 'For which matter')}>
            <Input maxLength={200} data-test="demand-matter" />
          </Form.Item>
          <Form.Item
            name="suggestedId"
            label={t('建议提供部门（不知道的不选）', 'Suggested provider, if known')}
          >
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('按名称查找', 'Find it by name')}
              options={(departments.data ?? [])
                .filter(one => one.state === 'active' && one.id !== session.post?.departmentId)
                .map(one => ({ value: one.id, label: one.name }))}
            />
          </Form.Item>
          <Form.Item name="wantedBy" label={t('什么时候要（可不填）', 'By when (optional)')}>
            <DatePicker disabledDate={date => date.isBefore(dayjs(), 'day')} />
          </Form.Item>
          <Form.Item
            name="description"
            label={t(
              '说明：数据项、范围、频次（可不填）',
              'Description: items, extent, how often (optional)',
            )}
          >
            <Input.TextArea rows={3} maxLength={1000} />
          </Form.Item>
          {problem && (
            <div style={{ marginBottom: 16 }}>
              <RefusalNotice problem={problem} />
            </div>
          )}
          <Space wrap>
            <Button type="primary" htmlType="submit" disabled={busy} data-test="demand-save">
              {id === undefined ? t('登记', 'Register') : t('保存', 'Save')}
            </Button>
            <Button onClick={() => void navigate(id === undefined ? '/demands' : `/demands/${id}`)}>
              {t('取消', 'Cancel')}
            </Button>
          </Space>
        </Form>
      </Card>
    </>
  );
}
