import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { ReasonDialog } from '../administration/ReasonDialog.tsx';
import { HistoryDialog } from './HistoryDialog.tsx';
import type { Kind, Saved, Standing, StandingAction } from './types.ts';

/** What may be done with one thing; everybody signed in may look at its versions. */
export function ThingActions({
  kind,
  id,
  name,
  thing,
  fixed = false,
  onEdit,
  onDone,
}: {
  kind: Kind;
  /** The key by which the platform knows it; of a value: <table>/<value>. */
  id: string;
  name: string;
  thing: Standing;
  /** The platform's steps rest on it: it stays. */
  fixed?: boolean;
  onEdit: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { session, can } = useSession();
  const [open, setOpen] = useState<'history' | StandingAction | null>(null);
  if (!session.signedIn) return null;
  const manages = can('standards.manage');
  const close = () => setOpen(null);
  const acts: Record<StandingAction, { label: string; means: string; done: string }> = {
    retire: {
      label: t('停用', 'Retire'),
      means: t(
        '新目录不再选到它，已有目录照旧显示。',
        'New entries will not see it; those that name it go on.',
      ),
      done: t('已停用', 'Retired'),
    },
    restore: {
      label: t('恢复', 'Restore'),
      means: t('新目录可以再选到它。', 'New entries see it again.'),
      done: t('已恢复', 'Restored'),
    },
    remove: {
      label: t('移除', 'Remove'),
      means: t(
        '目录没有用过的才能移除；版本记录保留。',
        'Only what no entry has used; its versions are kept.',
      ),
      done: t('已移除', 'Removed'),
    },
  };
  const possible: StandingAction[] = fixed
    ? []
    : [thing.retired ? 'restore' : 'retire', ...(thing.used ? [] : (['remove'] as const))];
  return (
    <>
      <Space size={4}>
        {manages && (
          <Button size="small" onClick={onEdit} data-test="edit">
            {t('修改', 'Edit')}
          </Button>
        )}
        {manages && possible.length > 0 ? (
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                { key: 'history', label: t('各版本', 'Versions') },
                ...possible.map(key => ({ key, label: acts[key].label, danger: key === 'remove' })),
              ],
              onClick: ({ key }) => setOpen(key as 'history' | StandingAction),
            }}
          >
            <Button
              size="small"
              icon={<MoreOutlined />}
              aria-label={t(`“${name}”的更多操作`, `More for ${name}`)}
              data-test="more"
            />
          </Dropdown>
        ) : (
          <Button size="small" onClick={() => setOpen('history')} data-test="versions">
            {t('各版本', 'Versions')}
          </Button>
        )}
      </Space>
      {open === 'history' && <HistoryDialog kind={kind} id={id} name={name} onClose={close} />}
      {open !== null && open !== 'history' && (
        <ReasonDialog<Saved>
          title={`${acts[open].label}${t('：', ': ')}${name}`}
          label={acts[open].label}
          means={acts[open].means}
          done={acts[open].done}
          danger={open === 'remove'}
          work={why =>
            api.post<Saved>('/api/standards/standing', {
              kind,
              key: id,
              version: thing.version,
              action: open,
              why,
            })
          }
          onClose={close}
          onDone={() => {
            close();
            onDone();
          }}
        />
      )}
    </>
  );
}
