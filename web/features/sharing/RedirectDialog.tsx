import { Input, Select } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useLate } from '../../ui/useLate.ts';
import { Decision, Field } from './Decision.tsx';
import { Signature } from './Signature.tsx';
import type { Department } from './types.ts';
import { type DialogProps, useAct } from './useAct.ts';

const REASON_LENGTH = 20;

interface EntriesFound {
  items: { id: number; title: string; shareType: string }[];
}

/** 数据不在本部门: an answer that names the holder; with its entry the request goes on there, with a new clock. */
export function RedirectDialog(props: DialogProps) {
  const { application, onClose } = props;
  const { t } = useText();
  const [holderId, setHolder] = useState<number | null>(null);
  const [entryId, setEntry] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const [words, setWords] = useState(application.entryTitle);
  const asked = useLate(words.trim(), 300);
  const departments = useLoad<Department[]>('/api/departments');
  const entries = useLoad<EntriesFound>(holderId === null ? null : '/api/catalog', {
    q: asked,
    departmentId: holderId,
    size: 20,
  });
  const all = useLoad<EntriesFound>(holderId === null ? null : '/api/catalog', {
    departmentId: holderId,
    size: 50,
  });
  const known = new Map(
    [...(entries.data?.items ?? []), ...(all.data?.items ?? [])].map(one => [one.id, one]),
  );
  const options = [...known.values()]
    .filter(one => one.shareType !== 'withheld')
    .map(one => ({ value: one.id, label: one.title }));
  const { act, problem, busy } = useAct(
    props,
    entryId === null
      ? t('已答复，需求已转给掌握数据的部门。', 'Answered; the need was passed to the holder.')
      : t('已答复，申请已转给掌握数据的部门。', 'Answered; the request goes on at the holder.'),
  );
  return (
    <Decision
      title={t('数据不在本部门，转掌握部门', 'Not held here: pass it to the holder')}
      confirm={t('确认转出', 'Pass it on')}
      busy={busy}
      problem={problem}
      disabled={holderId === null || Array.from(reason.trim()).length < REASON_LENGTH}
      test="act-confirm"
      onClose={onClose}
      onConfirm={() =>
        holderId !== null &&
        void act({
          action: 'redirect',
          note: reason,
          holderId,
          ...(entryId === null ? {} : { entryId }),
        })
      }
    >
      <Field label={t('由哪个部门掌握', 'Who holds it')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          value={holderId}
          placeholder={t('按名称查找', 'Find it by name')}
          data-test="redirect-holder"
          style={{ width: '100%' }}
          options={(departments.data ?? [])
            .filter(
              one =>
                one.state === 'active' &&
                one.id !== application.provider.id &&
                one.id !== application.consumer.id,
            )
            .map(one => ({ value: one.id, label: one.name }))}
          onChange={value => {
            setHolder(value);
            setEntry(null);
          }}
        />
      </Field>
      {holderId !== null && (
        <Field
          label={t('它的目录（没有就不选）', 'Its entry (leave empty if there is none)')}
          hint={
            entryId === null
              ? t(
                  '不选目录的，作为需求转给该部门，由主管部门协调编目。',
                  'Without an entry it is passed on as a need, which the authority coordinates.',
                )
              : t(
                  '申请转到这条目录，由该部门从今天起重新计时答复。',
                  'The request goes on there, with a clock that starts anew.',
                )
          }
        >
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label', onSearch: setWords }}
            value={entryId}
            placeholder={t('按名称查找', 'Find it by name')}
            data-test="redirect-entry"
            style={{ width: '100%' }}
            options={options}
            onChange={value => setEntry(value ?? null)}
          />
        </Field>
      )}
      <Field
        label={t(`具体理由（不少于 ${REASON_LENGTH} 个字）`, `Reason (${REASON_LENGTH} characters at least)`)}
        hint={t(
          `已写 ${Array.from(reason.trim()).length} 字`,
          `${Array.from(reason.trim()).length} characters`,
        )}
      >
        <Input.TextArea
          value={reason}
          onChange={event => setReason(event.target.value)}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          data-test="act-note"
        />
      </Field>
      <Signature />
    </Decision>
  );
}
