import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useCart } from '../cart/index.ts';
import { ApplyForm, type Unsent } from './ApplyForm.tsx';
import { formBody } from './applyBodies.ts';
import { FILLED, filledFrom, newCommon, newLine } from './applying.ts';
import { FillNotice } from './FillNotice.tsx';
import { type Sent, SentTogether } from './SentTogether.tsx';
import type { FormRecorded } from './types.ts';
import { readUnsent } from './unsent.ts';
import { type Found, useTargets } from './useTargets.ts';

/** 申请单: what was put aside, in one form; each entry is answered on its own. */
export function ApplyCart() {
  const { t } = useText();
  const cart = useCart();
  // What the form was opened with stays, although sending it empties the cart.
  const [opened, setOpened] = useState<number[]>();
  const ids = cart.items?.filter(item => !item.gone).map(item => item.entryId);
  if (opened === undefined && ids !== undefined && ids.length > 0) setOpened(ids);
  const { found, problem } = useTargets(opened);
  if (problem) return <RefusalNotice problem={problem} />;
  if (cart.items !== undefined && opened === undefined && ids?.length === 0)
    return (
      <EmptyState
        title={t(
          '申请单是空的。到“找数据”里点“加入申请单”。',
          'The cart is empty. Put entries into it in “Find data”.',
        )}
        action={
          <Link to="/catalog">
            <Button type="primary">{t('找数据', 'Find data')}</Button>
          </Link>
        }
      />
    );
  if (!found) return <Loading rows={12} />;
  return <CartForm found={found} onDone={cart.reload} />;
}

function CartForm({ found, onDone }: { found: Found; onDone: () => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const [kept] = useState(() => readUnsent<Unsent>('cart'));
  const [sent, setSent] = useState<Sent | null>(null);
  /** What was made, for whoever sends it in the same breath. */
  const made = useRef<FormRecorded | null>(null);
  const [first] = found.entries;
  if (first === undefined) return null;
  if (sent !== null) return <SentTogether sent={sent} />;
  const { form } = first;
  const targets = found.entries.map(one => ({ ...one, line: newLine(one.entry, one.form) }));
  const lines = Object.fromEntries(targets.map(({ entry, line }) => [entry.id, line]));
  const known = filledFrom(form.last, form, found.systems);
  return (
    <>
      <PageTitle
        title={t(`一起申请 ${targets.length} 条目录`, `Request ${targets.length} entries together`)}
        sub={t(
          '事项、依据、期限和系统只填一次；每条目录由各自的提供部门分别答复',
          'Matter, ground, term and system are said once; each provider answers for its own entry',
        )}
      />
      <ApplyForm
        unsentKey="cart"
        targets={targets}
        start={
          kept === null
            ? { common: newCommon(form, found.systems), lines, left: [] }
            : { ...kept, lines: { ...lines, ...kept.lines } }
        }
        filled={kept === null ? FILLED.filter(name => name in known) : []}
        systems={found.systems}
        matters={form.matters}
        drafts={new Map()}
        ofGrant={false}
        kindFixed={false}
        notice={kept === null && form.last !== null && <FillNotice last={form.last} />}
        create={async (common, parts) => {
          const recorded = await api.post<FormRecorded>('/api/applications/forms', formBody(common, parts));
          made.current = recorded;
          onDone();
          return new Map(recorded.applications.map(one => [one.entryId, one.id]));
        }}
        onSaved={() => void navigate('/requests?state=draft')}
        onSent={(ids, done) => setSent({ ids, done, made: made.current })}
      />
    </>
  );
}
