import { Button, Dropdown, Grid, theme } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { EvidencePack } from '../ledger/EvidencePack.tsx';
import { ActDialog } from './ActDialog.tsx';
import { ACTS, CHANGE_STEPS, DISPOSAL_STEPS, primaryOf } from './acts.ts';
import { ending, offered } from './offered.ts';
import { mayChange, mayUse, placeOfUse } from './shown.ts';
import type { Grant, GrantAction } from './types.ts';

/** Steps whose buttons stand where the proposal or the disposal is told. */
const ELSEWHERE: readonly GrantAction[] = [...CHANGE_STEPS, ...DISPOSAL_STEPS];
/** Steps that wait under 更多: rarely meant, and not for a slip of the finger. */
const FOLDED: readonly GrantAction[] = ['propose', 'give_up'];

interface GrantActionsProps {
  grant: Grant;
  onDone: () => void;
}

/** What the reader can do with a grant, the deciding step last; under the thumb on a phone. */
export function GrantActions({ grant, onDone }: GrantActionsProps) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { session, can } = useSession();
  const navigate = useNavigate();
  const wide = Grid.useBreakpoint().md ?? true;
  const [open, setOpen] = useState<GrantAction | null>(null);
  const steps = offered(grant).filter(action => !ELSEWHERE.includes(action));
  const first = primaryOf(offered(grant));
  const consumes = session.post?.departmentId === grant.consumer.id;
  const ends = ending(grant);
  const asks = consumes && can('sharing.apply') && mayChange(grant.state);
  const uses = consumes && grant.state === 'active' && mayUse(grant.mode, can('exchange.run'));
  const mounts =
    grant.state === 'awaiting_supply' &&
    session.post?.departmentId === grant.provider.id &&
    can('resources.mount');
  const button = (action: GrantAction) => (
    <Button
      key={action}
      type={action === first ? 'primary' : 'default'}
      danger={ACTS[action].danger === true}
      onClick={() => setOpen(action)}
      data-test={action}
    >
      {t(...ACTS[action].label)}
    </Button>
  );
  const shown = steps.filter(action => !FOLDED.includes(action) && action !== first);
  const more = [
    ...(asks ? [{ key: 'alter', label: t('申请变更', 'Ask for a change') }] : []),
    ...steps
      .filter(action => FOLDED.includes(action))
      .map(action => ({
        key: action,
        label: t(...ACTS[action].label),
        danger: ACTS[action].danger === true,
      })),
  ];
  function choose(key: string) {
    if (key === 'alter') void navigate(`/requests/new?grant=${grant.id}`);
    else setOpen(steps.find(action => action === key) ?? null);
  }
  const buttons: ReactNode[] = [
    more.length > 0 && (
      <Dropdown key="more" trigger={['click']} menu={{ items: more, onClick: ({ key }) => choose(key) }}>
        <Button style={{ flex: 'none' }} data-test="grant-more">
          {t('更多', 'More')}
        </Button>
      </Dropdown>
    ),
    asks && (
      <Link key="renew" to={`/requests/new?grant=${grant.id}&renew=1`} data-test="grant-renew">
        <Button>{t('续期', 'Renew')}</Button>
      </Link>
    ),
    ends && (
      <Button
        key="terminate"
        danger
        disabled={ends.before !== null}
        aria-describedby={ends.before === null ? undefined : 'grant-ending-waits'}
        onClick={() => setOpen('terminate')}
        data-test="terminate"
      >
        {t(...ACTS.terminate.label)}
      </Button>
    ),
    ...shown.map(button),
    first !== undefined && steps.includes(first) && button(first),
    mounts && (
      <Link
        key="mount"
        to={
          grant.mode === 'file'
            ? `/resources/files/${grant.entryId}`
            : `/resources/new?entry=${grant.entryId}`
        }
      >
        <Button type="primary">
          {grant.mode === 'file' ? t('提供文件', 'Provide files') : t('挂载资源', 'Mount the resource')}
        </Button>
      </Link>
    ),
    uses && (
      <Link key="use" to={placeOfUse(grant)} data-test="grant-use">
        <Button type={first === undefined ? 'primary' : 'default'}>
          {grant.mode === 'batch'
            ? t('新建交换任务', 'New exchange task')
            : grant.mode === 'file'
              ? t('下载文件', 'Take files')
              : t('去使用', 'Use it')}
        </Button>
      </Link>
    ),
  ].filter(one => one !== false && one !== undefined);
  const why = ends?.before && (
    <p id="grant-ending-waits" data-test="ending-waits">
      {t(`${ACTS.terminate.label[0]}：${ends.before[0]}`, `${ACTS.terminate.label[1]}: ${ends.before[1]}`)}
    </p>
  );
  return (
    <>
      <div style={{ display: 'grid', gap: 6, justifyItems: wide ? 'end' : 'start' }}>
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, justifyContent: 'flex-end' }}>
          <EvidencePack about={`grants/${grant.id}`} />
          {wide && buttons}
        </div>
        {why && <div style={{ maxWidth: '42em', fontSize: 12, color: token.colorTextTertiary }}>{why}</div>}
      </div>
      {!wide && buttons.length > 0 && (
        <div
          style={{
            position: 'fixed',
            insetInline: 0,
            bottom: 0,
            zIndex: 30,
            display: 'flex',
            flexWrap: 'wrap',
            gap: 8,
            justifyContent: 'flex-end',
            padding: '8px 12px',
            background: token.colorBgElevated,
            borderTop: `1px solid ${token.colorBorderSecondary}`,
          }}
        >
          {buttons}
        </div>
      )}
      {open !== null && (
        <ActDialog grant={grant} action={open} onClose={() => setOpen(null)} onDone={onDone} />
      )}
    </>
  );
}
