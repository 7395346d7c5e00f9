import { BellOutlined } from '@ant-design/icons';
import { Badge, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { useUnseen } from '../notices/unseen.tsx';
import { MessageDrawer } from './MessageDrawer.tsx';
import type { Unread } from './types.ts';

const EVERY = 60_000;

/** In the header: to-dos and results that nobody read. A dot alone says that there are notices of the catalog. */
export function MessageBell() {
  const { t } = useText();
  const { session } = useSession();
  const { count: notices } = useUnseen();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const ready = session.signedIn && session.mustChangePassword !== true;
  const { data, reload } = useLoad<Unread>(
    ready ? '/api/messages/unread' : null,
    undefined,
    [session.post?.id],
    {
      every: EVERY,
    },
  );
  useEffect(() => setOpen(false), [pathname]);
  if (!ready) return null;
  const bell = data?.bell ?? 0;
  const label = bell === 0 ? t('通知', 'Messages') : t(`通知，${bell} 条未读`, `Messages, ${bell} not read`);
  return (
    <>
      <Badge count={bell} dot={bell === 0 && notices > 0} size="small" overflowCount={99} offset={[-4, 6]}>
        <Button
          type="text"
          icon={<BellOutlined />}
          aria-label={label}
          aria-haspopup="dialog"
          title={label}
          data-test="messages"
          onClick={() => setOpen(true)}
        />
      </Badge>
      <MessageDrawer
        open={open}
        first={data?.todo === 0 && data.result > 0 ? 'result' : 'todo'}
        onClose={() => setOpen(false)}
        onRead={reload}
      />
    </>
  );
}
