import { Button } from 'antd';
import { Link, useParams } from 'react-router';
import type { Static } from 'typebox';
import type { GrantList } from '#modules/grants/contract.ts';
import type { FormView } from '#modules/sharing/contract.ts';
import { useLoad } from '../../api.ts';
import { NotRead } from '../../app/Faults.tsx';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { AddToCart, CartButton } from '../cart/index.ts';
import { EntryTitle } from './EntryTitle.tsx';
import { EntryBody } from './EntryBody.tsx';
import type { Entry } from './types.ts';

/** 目录详情: is this the data, and how do I get it. */
export function EntryPage() {
  const { t } = useText();
  const { id = '' } = useParams();
  const { session, can } = useSession();
  const { data: entry, problem } = useLoad<Entry>(`/api/catalog/${id}`);
  const form = useLoad<Static<typeof FormView>>(
    can('sharing.apply') && entry ? '/api/applications/form' : null,
    { entryId: id },
  );
  const mine = entry !== undefined && session.post?.departmentId === entry.departmentId;
  const grants = useLoad<Static<typeof GrantList>>(
    can('sharing.read') && entry && !mine ? '/api/grants' : null,
    {
      side: 'holding',
      state: ['active'],
      q: entry?.title,
      size: 100,
    },
  );
  const held = grants.data?.items.find(grant => grant.entryId === entry?.id);
  if (!entry) return problem ? <NotRead problem={problem} /> : <Loading rows={12} />;

  const action = mine ? (
    can('catalog.read') && (
      <>
        {can('sharing.read') && (
          <Link to={`/calls?entryId=${entry.id}&entryName=${encodeURIComponent(entry.title)}`}>
            <Button data-test="entry-calls">{t('调用情况', 'Calls')}</Button>
          </Link>
        )}
        <Link to={`/our-catalog/${entry.id}`}>
          <Button type="primary" data-test="entry-change">
            {can('catalog.compile') ? t('变更目录', 'Change entry') : t('看办理经过', 'See its history')}
          </Button>
        </Link>
      </>
    )
  ) : !session.signedIn ? (
    <Link to={`/signin?next=/catalog/${entry.id}`}>
      <Button type="primary">{t('登录后申请', 'Sign in to apply')}</Button>
    </Link>
  ) : (
    <>
      {can('sharing.apply') && entry.shareType !== 'withheld' && !entry.suspended && !entry.orphaned && (
        <Link to={`/requests/new?entry=${entry.id}`}>
          <Button
            type={held ? 'default' : 'primary'}
            size={held ? 'middle' : 'large'}
            data-test="entry-apply"
          >
            {held
              ? t('再次申请', 'Apply again')
              : entry.shareType === 'unconditional'
                ? t('直接使用', 'Use it')
                : t('申请使用', 'Apply for it')}
          </Button>
        </Link>
      )}
      {can('sharing.apply') && entry.shareType === 'withheld' && (
        <Link to={`/requests/new?entry=${entry.id}`}>
          <Button data-test="entry-contest">{t('申请协调', 'Contest its class')}</Button>
        </Link>
      )}
      {entry.shareType !== 'withheld' && !entry.suspended && !entry.orphaned && (
        <AddToCart entryId={entry.id} title={entry.title} />
      )}
      {held && (
        <Link to={`/grants/${held.id}`}>
          <Button type="primary" data-test="entry-use">
            {t('去使用', 'Go and use it')}
          </Button>
        </Link>
      )}
    </>
  );

  return (
    <>
      <EntryTitle entry={entry} actions={action} />
      <EntryBody
        entry={entry}
        answer={
          form.data
            ? { days: form.data.answerDays, path: form.data.path, citations: form.data.citations }
            : undefined
        }
      />
      {session.signedIn && <CartButton />}
    </>
  );
}
