import { Button, Card, Popconfirm, Tag, theme } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { Deliveries } from './Deliveries.tsx';
import { RobotDialog } from './RobotDialog.tsx';
import { KINDS, type Robot } from './types.ts';

export const FORMS: Record<Robot['form'], readonly [zh: string, en: string]> = {
  wecom: ['企业微信', 'WeCom'],
  dingtalk: ['钉钉', 'DingTalk'],
};

interface RobotsProps {
  robots: readonly Robot[];
  busy: boolean;
  onSend: (work: () => Promise<unknown>, done: string) => Promise<void>;
}

/** 群机器人: where the department's group is told as well. */
export function Robots({ robots, busy, onSend }: RobotsProps) {
  const { t } = useText();
  const { token } = theme.useToken();
  const [adding, setAdding] = useState(false);
  return (
    <Card
      title={t('本部门的群机器人', 'Robots of our department’s groups')}
      extra={
        <Button data-test="add-robot" onClick={() => setAdding(true)}>
          {t('登记机器人', 'Enter a robot')}
        </Button>
      }
    >
      {robots.length === 0 ? (
        <EmptyState
          title={t(
            '还没有机器人。登记后，本部门的消息同时发到企业微信或钉钉群。',
            'No robot yet. Once entered, messages to our department go to its WeCom or DingTalk group too.',
          )}
        />
      ) : (
        <ul className="stacked">
          {robots.map(robot => (
            <li key={robot.id} data-test="robot" style={{ borderColor: token.colorBorderSecondary }}>
              <div style={{ display: 'flex', gap: 12, flexWrap: 'wrap', justifyContent: 'space-between' }}>
                <div style={{ minWidth: 0 }}>
                  <div className="stacked-head">
                    {robot.name} <Tag variant="filled">{t(...FORMS[robot.form])}</Tag>
                  </div>
                  <div style={{ fontSize: 12, color: token.colorTextTertiary, overflowWrap: 'anywhere' }}>
                    {robot.place} ·{' '}
                    {KINDS.filter(one => robot.kinds.includes(one.kind))
                      .map(one => t(...one.words))
                      .join(t('、', ', '))}
                  </div>
                </div>
                <div style={{ display: 'flex', gap: 8 }}>
                  <Button
                    disabled={busy}
                    data-test="try-robot"
                    onClick={() =>
                      void onSend(
                        () => api.post(`/api/messages/robots/${robot.id}/trial`, {}),
                        t('测试消息已在发送', 'The trial message is under way'),
                      )
                    }
                  >
                    {t('发测试消息', 'Send a trial')}
                  </Button>
                  <Popconfirm
                    title={t(`停用“${robot.name}”？`, `Remove “${robot.name}”?`)}
                    description={t('地址和密钥随即删除。', 'Its address and secret are deleted at once.')}
                    okText={t('停用', 'Remove')}
                    cancelText={t('取消', 'Cancel')}
                    onConfirm={() =>
                      onSend(() => api.delete(`/api/messages/robots/${robot.id}`), t('已停用', 'Removed'))
                    }
                  >
                    <Button disabled={busy}>{t('停用', 'Remove')}</Button>
                  </Popconfirm>
                </div>
              </div>
              <Deliveries rows={robot.deliveries} />
            </li>
          ))}
        </ul>
      )}
      {adding && (
        <RobotDialog
          onClose={() => setAdding(false)}
          onAdded={() => {
            setAdding(false);
            void onSend(() => Promise.resolve(), t('已登记', 'Entered'));
          }}
        />
      )}
    </Card>
  );
}
