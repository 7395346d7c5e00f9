import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { refreshRepeals } from '../../ui/repeals.ts';
import { useSend } from '../../ui/useSend.ts';
import type { LawText } from './types.ts';

type Repeal = LawText['repeals'][number];

/** What was entered as repealed of a text; an entry that was wrong is withdrawn here, with its reason. */
export function Repeals({ document, onDone }: { document: LawText; onDone: () => void }) {
  const { t } = useText();
  const { can } = useSession();
  const [wrong, setWrong] = useState<Repeal | null>(null);
  const named = ({ article }: Repeal) => (article === '' ? t('全文', 'The whole text') : article);
  return (
    <>
      <Alert
        type="warning"
        style={{ marginBottom: 12 }}
        title={t('已登记的废止', 'Repeals that were entered')}
        description={document.repeals.map(one => (
          <div key={one.id} data-test="repeal-entry">
            {t(
              `${named(one)}，${one.since} 起废止，依据：${one.by}`,
              `${named(one)}, from ${one.since}, by ${one.by}`,
            )}
            {can('policy.law') && (
              <Button type="link" size="small" data-test="withdraw-repeal" onClick={() => setWrong(one)}>
                {t('撤回登记', 'Withdraw')}
              </Button>
            )}
          </div>
        ))}
      />
      {wrong && (
        <WithdrawDialog
          title={t(`撤回废止登记：${named(wrong)}`, `Withdraw the repeal: ${named(wrong)}`)}
          repeal={wrong}
          onClose={() => setWrong(null)}
          onDone={() => {
            setWrong(null);
            onDone();
          }}
        />
      )}
    </>
  );
}

function WithdrawDialog({
  title,
  repeal,
  onClose,
  onDone,
}: {
  title: string;
  repeal: Repeal;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const [why, setWhy] = useState('');
  const { busy, problem, send } = useSend();

  const withdraw = () =>
    send(
      async () => {
        await api.post(`/api/law/repeals/${repeal.id}/withdraw`, { why: why.trim() });
        refreshRepeals();
      },
      t('已撤回，记入存证', 'Withdrawn, and kept in the ledger'),
      onDone,
    );

  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      onOk={() => void withdraw()}
      okText={t('撤回登记', 'Withdraw')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{ disabled: busy || why.trim().length < 2, 'data-test': 'confirm-withdraw' }}
    >
      <div className="cards" style={{ paddingBlock: 8 }}>
        <p style={{ margin: 0 }}>
          {t(
            '撤回后，依据它的规则重新适用，引用处不再显示废止。',
            'The rules that rest on it apply again, and citations no longer show a repeal.',
          )}
        </p>
        <label style={{ display: 'grid', gap: 4 }}>
          {t('登记错在哪里（记入存证）', 'What was wrong, kept in the ledger')}
          <Input
            value={why}
            maxLength={200}
            data-test="withdraw-why"
            onChange={event => setWhy(event.target.value)}
          />
        </label>
        {problem && <RefusalNotice problem={problem} />}
      </div>
    </Modal>
  );
}
