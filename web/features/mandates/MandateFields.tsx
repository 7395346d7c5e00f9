import { Button, DatePicker, Form, Input, Radio, Select, Space } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { Static } from 'typebox';
import type { DepartmentView, RegionView } from '#modules/organizations/contract.ts';
import { type Problem, useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { BlanketFields } from './BlanketFields.tsx';
import { EntryFields } from './EntryFields.tsx';
import { OfferNote } from './OfferNote.tsx';
import type { Mandate, MandateBody, Offered, Terms } from './types.ts';

export interface Fields extends Omit<Terms, 'until' | 'systemIds'> {
  offers: boolean;
  otherId: number;
  until: Dayjs;
  systems: number[];
  allSystems: boolean;
}

interface Props {
  kind: 'blanket' | 'proxy';
  before: Mandate | undefined;
  offered: Offered;
  departments: readonly Static<typeof DepartmentView>[];
  busy: boolean;
  problem: Problem | null;
  onCancel: () => void;
  onSave: (body: MandateBody, submit: boolean) => void;
}

function firstOf({ kind, before, offered }: Props): Partial<Fields> {
  const terms = before?.asked;
  if (!before || !terms)
    return {
      offers: false,
      choice: 'all',
      classCode: '',
      later: false,
      modes: kind === 'blanket' ? ['query'] : [],
      allSystems: true,
      systems: [],
      regions: [],
      entryIds: [],
      ...(offered.scenarios[0] === undefined ? {} : { scenario: offered.scenarios[0] }),
    };
  const { systemIds, until, entryIds, ...rest } = terms;
  return {
    ...rest,
    entryIds: terms.choice === 'entries' ? entryIds : [],
    offers: before.offered,
    otherId: before.offered ? (before.holder?.id ?? 0) : before.provider.id,
    allSystems: systemIds === null,
    systems: systemIds ?? [],
    until: dayjs(until),
  };
}

/** What is asked for; the other department is fixed once the draft has its number. */
export function MandateFields(props: Props) {
  const { kind, before, offered, departments, busy, problem } = props;
  const { t } = useText();
  const { session } = useSession();
  const [form] = Form.useForm<Fields>();
  const offers = Form.useWatch('offers', form) ?? before?.offered ?? false;
  const otherId = Form.useWatch('otherId', form);
  const own = session.post?.departmentId;
  const providerId = offers ? own : otherId;
  const place = useLoad<Offered>(providerId === undefined ? null : '/api/mandates/offered', { providerId });
  const unknown = place.data !== undefined && !place.data.blanket;
  const regions = useLoad<Static<typeof RegionView>[]>(kind === 'proxy' ? '/api/regions' : null);
  const required = { required: true, message: t('请填写', 'Required') };

  const send = async (submit: boolean): Promise<void> => {
    const fields = await form.validateFields().catch(() => undefined);
    if (!fields) return;
    props.onSave(
      {
        kind,
        offered: kind === 'proxy' && (fields.offers ?? before?.offered ?? false),
        otherId: fields.otherId,
        terms: {
          choice: fields.choice,
          entryIds: fields.choice === 'entries' ? (fields.entryIds ?? []) : [],
          classCode: fields.choice === 'class' ? (fields.classCode ?? '') : '',
          later: fields.choice !== 'entries' && fields.later === true,
          modes: fields.modes ?? [],
          scenario: fields.scenario ?? '',
          matter: fields.matter.trim(),
          ground: fields.ground.trim(),
          systemIds: kind === 'blanket' && !fields.allSystems ? fields.systems : null,
          regions: fields.regions ?? [],
          until: fields.until.format('YYYY-MM-DD'),
        },
      },
      submit,
    );
  };

  return (
    <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={firstOf(props)}>
      {kind === 'proxy' && (
        <Form.Item name="offers" label={t('谁代谁答复', 'Who answers for whom')}>
          <Radio.Group
            disabled={before !== undefined}
            style={{ display: 'grid', gap: 8 }}
            options={[
              {
                value: false,
                label: t('本部门代其他部门答复', 'Our department answers for another one'),
              },
              {
                value: true,
                label: t('委托其他部门代本部门答复', 'Another department answers for ours'),
              },
            ]}
          />
        </Form.Item>
      )}
      <Form.Item
        name="otherId"
        label={offers ? t('代理部门', 'Proxy') : t('提供部门', 'Provider')}
        rules={[required]}
      >
        <Select
          data-test="mandate-other"
          disabled={before !== undefined}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('按名称查找', 'Find it by name')}
          options={departments
            .filter(one => one.state === 'active' && one.id !== own)
            .map(one => ({ value: one.id, label: one.name }))}
          onChange={() => form.setFieldValue('entryIds', [])}
        />
      </Form.Item>
      {place.data && providerId !== undefined && (
        <div style={{ marginBottom: 24 }}>
          <OfferNote offered={place.data} of="provider" />
        </div>
      )}
      <EntryFields providerId={providerId} known={before?.asked?.entries ?? []} />
      {kind === 'blanket' ? (
        <BlanketFields scenarios={offered.scenarios} />
      ) : (
        <Form.Item
          name="regions"
          label={t('代为答复哪些地区的申请（含下级）', 'Applications of which regions, those below included')}
          rules={[{ ...required, type: 'array', min: 1 }]}
        >
          <Select
            data-test="mandate-regions"
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={(regions.data ?? []).map(one => ({ value: one.code, label: one.name }))}
          />
        </Form.Item>
      )}
      <Form.Item
        name="matter"
        label={kind === 'blanket' ? t('用于什么事项', 'For which matter') : t('事由', 'What for')}
        rules={[{ ...required, whitespace: true, min: 2 }]}
      >
        <Input maxLength={120} data-test="mandate-matter" />
      </Form.Item>
      <Form.Item
        name="ground"
        label={t('依据（文件名称和条款）', 'Ground: the text and its article')}
        rules={[{ ...required, whitespace: true, min: 2 }]}
      >
        <Input.TextArea rows={2} maxLength={500} data-test="mandate-ground" />
      </Form.Item>
      <Form.Item
        name="until"
        label={t('截止日期（最长三年）', 'Last day (three years at most)')}
        rules={[required]}
      >
        <DatePicker
          data-test="mandate-until"
          disabledDate={date => !date.isAfter(dayjs(), 'day') || date.isAfter(dayjs(offered.latest), 'day')}
        />
      </Form.Item>
      {problem && (
        <div style={{ marginBottom: 16 }}>
          <RefusalNotice problem={problem} />
        </div>
      )}
      <Space wrap>
        <Button
          type="primary"
          disabled={busy || unknown}
          onClick={() => void send(true)}
          data-test="mandate-submit"
        >
          {t('送负责人签批', 'Send for signature')}
        </Button>
        <Button disabled={busy || unknown} onClick={() => void send(false)} data-test="mandate-save">
          {t('保存草稿', 'Save the draft')}
        </Button>
        <Button onClick={props.onCancel}>{t('取消', 'Cancel')}</Button>
      </Space>
    </Form>
  );
}
