import { Button, Card, Input, theme } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { postName } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import type { Application } from './types.ts';

/** 双方留言: the sides talk, and no clock stops for it. */
export function CaseRemarks({ application, onDone }: { application: Application; onDone: () => void }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session } = useSession();
  const [text, setText] = useState('');
  const { busy, problem, send } = useSend();
  const { remarks, mayRemark } = application;
  if (remarks.length === 0 && !mayRemark) return null;

  const say = () =>
    send(async () => {
      await api.post(`/api/applications/${application.id}/remarks`, { text: text.trim() });
      setText('');
      onDone();
    });

  return (
    <Card
      title={t('双方留言', 'Remarks')}
      data-test="case-remarks"
      extra={
        <span style={{ color: token.colorTextTertiary, fontSize: 13 }}>
          {t('留言不影响期限', 'They stop no clock')}
        </span>
      }
    >
      {remarks.length > 0 && (
        <ul style={{ listStyle: 'none', margin: '0 0 12px', padding: 0, display: 'grid', gap: 12 }}>
          {remarks.map(remark => (
            <li
              key={remark.id}
              style={{
                paddingInlineStart: 12,
                borderInlineStart: `3px solid ${
                  remark.departmentId === session.post?.departmentId
                    ? token.colorPrimary
                    : token.colorBorderSecondary
                }`,
              }}
            >
              <div style={{ fontSize: 12, color: token.colorTextSecondary }}>
                {postName(remark.post, language)} {remark.name} · {formatTime(remark.at, language)}
              </div>
              <div style={{ whiteSpace: 'pre-wrap', maxWidth: '42em' }}>{remark.text}</div>
            </li>
          ))}
        </ul>
      )}
      {problem !== null && <RefusalNotice problem={problem} />}
      {mayRemark && (
        <div style={{ display: 'grid', gap: 8, justifyItems: 'start' }}>
          <Input.TextArea
            value={text}
            onChange={event => setText(event.target.value)}
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={1000}
            aria-label={t('留言', 'Remark')}
            placeholder={t('如“请问需要哪一年的数据”', 'e.g. “which years do you need?”')}
            data-test="remark-text"
          />
          <Button disabled={busy || text.trim() === ''} onClick={() => void say()} data-test="remark-send">
            {busy ? t('提交中', 'Sending') : t('留言', 'Leave a remark')}
          </Button>
        </div>
      )}
    </Card>
  );
}
