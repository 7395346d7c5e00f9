import { RightOutlined, SettingOutlined } from '@ant-design/icons';
import { Badge, Button, Drawer, Tabs } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { api, Problem, useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useUnseen } from '../notices/unseen.tsx';
import { MessageRows } from './MessageRows.tsx';
import { KINDS, type Kind, type MessageList } from './types.ts';

const STEP = 20;

interface DrawerProps {
  open: boolean;
  onClose: () => void;
  /** Where only results wait, they are what is shown first. */
  first: Kind;
  /** The bell counts anew. */
  onRead: () => void;
}

/** 通知: three kinds of messages, and the way to the notices of the catalog (ui.md 3.3). */
export function MessageDrawer({ open, first, onClose, onRead }: DrawerProps) {
  const { t } = useText();
  const { session, can } = useSession();
  const { count: notices } = useUnseen();
  const [kind, setKind] = useState<Kind>(first);
  const [size, setSize] = useState(STEP);
  const [refused, setRefused] = useState<Problem | null>(null);
  const { data, problem, reload } = useLoad<MessageList>(open ? '/api/messages' : null, { kind, size }, [
    session.post?.id,
    kind,
  ]);
  // Chosen when it opens, not while it is read.
  useEffect(() => {
    if (open) setKind(first);
  }, [open]);
  const unread = data?.unread;

  async function read(work: Promise<unknown>) {
    setRefused(null);
    try {
      await work;
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setRefused(fault);
    }
    reload();
    onRead();
  }
  const wrong = refused ?? problem;

  return (
    <Drawer
      open={open}
      size={420}
      title={t('通知', 'Messages')}
      onClose={onClose}
      styles={{ body: { paddingTop: 4 } }}
      extra={
        <Button
          size="small"
          disabled={!unread || unread[kind] === 0}
          data-test="messages-all-read"
          onClick={() => void read(api.post('/api/messages/read-all', { kind }))}
        >
          {t('全部已读', 'Mark all read')}
        </Button>
      }
      footer={
        <div style={{ display: 'flex', justifyContent: 'space-between', gap: 12, flexWrap: 'wrap' }}>
          {can('catalog.read') ? (
            <Link to="/notices" data-test="notices" onClick={onClose}>
              {t('目录通告', 'Notices of the catalog')}{' '}
              <Badge count={notices} size="small" overflowCount={99} />{' '}
              <RightOutlined style={{ fontSize: 12 }} />
            </Link>
          ) : (
            <span />
          )}
          <Link to="/messages/settings" data-test="message-settings" onClick={onClose}>
            <SettingOutlined /> {t('消息设置', 'Settings')}
          </Link>
        </div>
      }
    >
      <Tabs
        activeKey={kind}
        onChange={key => {
          setKind(key as Kind);
          setSize(STEP);
        }}
        items={KINDS.map(one => ({
          key: one.kind,
          label: (
            <span data-test={`messages-${one.kind}`}>
              {t(...one.words)}{' '}
              <Badge
                count={unread?.[one.kind] ?? 0}
                size="small"
                overflowCount={99}
                {...(one.kind === 'system' ? { color: 'gray' } : {})}
              />
            </span>
          ),
        }))}
      />
      {wrong && <RefusalNotice problem={wrong} />}
      {!data && !wrong && <Loading rows={6} />}
      {data && (
        <MessageRows
          rows={data.items}
          onOpen={one => {
            onClose();
            if (!one.read) void read(api.post('/api/messages/read', { ids: [one.id] }));
          }}
        />
      )}
      {data && data.items.length < data.total && size < 100 && (
        <Button type="link" onClick={() => setSize(size + STEP)}>
          {t('更多', 'More')}
        </Button>
      )}
    </Drawer>
  );
}
