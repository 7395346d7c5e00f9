import { DatePicker, Input, Modal, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import type { LawDocument } from './types.ts';
import { RANK_KEYS, rankWord } from './words.ts';

/** A law that entries cite, pasted whole; the platform splits it into its articles. */
export function LawForm({ onClose, onDone }: { onClose: () => void; onDone: (document: string) => void }) {
  const { t, language } = useText();
  const [law, setLaw] = useState({
    title: '',
    number: '',
    issuer: '',
    rank: 'law' as LawDocument['rank'],
    from: null as string | null,
    until: null as string | null,
    text: '',
  });
  const { busy, problem, send } = useSend();
  const put = (change: Partial<typeof law>) => setLaw(was => ({ ...was, ...change }));

  const enter = () =>
    send(
      () => {
        const title = law.title.trim().replace(/^《(.*)》$/, '$1');
        return api.post<{ document: string }>('/api/law', { ...law, title });
      },
      t('已录入', 'Entered'),
      ({ document }) => onDone(document),
    );

  const line = (label: string, field: ReactNode) => (
    <label style={{ display: 'grid', gap: 4 }}>
      {label}
      {field}
    </label>
  );
  const date = (key: 'from' | 'until') => (
    <DatePicker
      value={law[key] === null ? null : dayjs(law[key])}
      onChange={value => put({ [key]: value?.format('YYYY-MM-DD') ?? null })}
    />
  );
  return (
    <Modal
      open
      width={720}
      title={t('录入法规', 'Enter a law')}
      onCancel={onClose}
      onOk={() => void enter()}
      okText={t('录入', 'Enter')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{
        disabled: busy || law.title.trim() === '' || law.issuer.trim() === '',
        'data-test': 'confirm-law',
      }}
    >
      <div className="cards" style={{ paddingBlock: 8 }}>
        {line(
          t('名称', 'Title'),
          <Input value={law.title} maxLength={200} onChange={event => put({ title: event.target.value })} />,
        )}
        <div
          style={{ display: 'grid', gap: 12, gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))' }}
        >
          {line(
            t('等级', 'Rank'),
            <Select
              value={law.rank}
              options={RANK_KEYS.map(rank => ({ value: rank, label: rankWord(rank, language) }))}
              onChange={rank => put({ rank })}
            />,
          )}
          {line(
            t('文号', 'Number'),
            <Input
              value={law.number}
              maxLength={80}
              onChange={event => put({ number: event.target.value })}
            />,
          )}
          {line(
            t('制定机关', 'Issuing body'),
            <Input
              value={law.issuer}
              maxLength={200}
              onChange={event => put({ issuer: event.target.value })}
            />,
          )}
          {line(t('施行日期', 'In force from'), date('from'))}
          {line(t('失效日期（没有可不填）', 'Until, if it ends'), date('until'))}
        </div>
        {line(
          t('全文（按“第…条”自动分条；只有名称可不填）', 'Whole text, split at its articles; may stay empty'),
          <Input.TextArea
            value={law.text}
            rows={8}
            maxLength={400_000}
            onChange={event => put({ text: event.target.value })}
          />,
        )}
        {problem && <RefusalNotice problem={problem} />}
      </div>
    </Modal>
  );
}
