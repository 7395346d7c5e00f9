import { Button, Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';

interface ReasonBoxProps {
  /** Null until the entry was saved for the first time. */
  entryId: number | null;
  item: string;
  reason: string;
  onSaid: (reason: string) => void;
}

/** Why an item is collected again; kept with the entry and in the record. */
export function ReasonBox({ entryId, item, reason, onSaid }: ReasonBoxProps) {
  const { t } = useText();
  const [words, setWords] = useState(reason);
  const [editing, setEditing] = useState(false);
  const { busy, problem, send } = useSend();
  if (entryId === null)
    return <span style={{ fontSize: 12 }}>{t('保存后可填写理由', 'Write why once it is saved')}</span>;
  if (reason !== '' && !editing)
    return (
      <div style={{ display: 'flex', gap: 8, alignItems: 'baseline' }}>
        <span style={{ flex: 1 }}>{t(`理由：${reason}`, `Because: ${reason}`)}</span>
        <Button
          type="link"
          size="small"
          onClick={() => {
            setWords(reason);
            setEditing(true);
          }}
        >
          {t('改', 'Change')}
        </Button>
      </div>
    );

  const save = (entry: number) =>
    send(async () => {
      await api.put(`/api/entries/${entry}/reasons`, { item, reason: words.trim() });
      onSaid(words.trim());
      setEditing(false);
    });

  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <Input.TextArea
        autoSize={{ minRows: 2, maxRows: 5 }}
        maxLength={500}
        value={words}
        data-test="reason-again"
        aria-label={t(`另行采集“${item}”的理由`, `Why “${item}” is collected again`)}
        placeholder={t('为什么共享的数据不够用', 'Why what is shared does not serve')}
        onChange={event => setWords(event.target.value)}
      />
      <Button
        size="small"
        style={{ justifySelf: 'start' }}
        disabled={busy || words.trim().length < 2}
        data-test="reason-again-save"
        onClick={() => void save(entryId)}
      >
        {busy ? t('提交中', 'Sending') : t('记下理由', 'Keep the reason')}
      </Button>
      {problem && <RefusalNotice problem={problem} />}
    </div>
  );
}
