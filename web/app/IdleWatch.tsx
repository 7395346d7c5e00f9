import { Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../ui/language.tsx';
import { useSession } from './session.tsx';

const MINUTE = 60_000;
const WARN_AFTER = 25 * MINUTE;
const OUT_AFTER = 30 * MINUTE;
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Signs out a page that nobody touches: pages that ask for news by themselves would keep a session alive for ever. */
export function IdleWatch() {
  const { t } = useText();
  const { session, signOut } = useSession();
  const [warned, setWarned] = useState(false);
  const touched = useRef(Date.now());

  useEffect(() => {
    if (!session.signedIn) return;
    touched.current = Date.now();
    const touch = () => {
      // Once warned, only the button goes on: a sleeve on the desk is no answer.
      if (Date.now() - touched.current < WARN_AFTER) touched.current = Date.now();
    };
    for (const sign of SIGNS) addEventListener(sign, touch, { passive: true });
    const timer = setInterval(() => {
      const idle = Date.now() - touched.current;
      setWarned(idle >= WARN_AFTER);
      if (idle >= OUT_AFTER) void signOut('idle');
    }, 10_000);
    return () => {
      for (const sign of SIGNS) removeEventListener(sign, touch);
      clearInterval(timer);
    };
  }, [session.signedIn, signOut]);

  return (
    <Modal
      open={warned && session.signedIn}
      width={560}
      closable={false}
      title={t('5 分钟后将退出登录', 'You will be signed out in 5 minutes')}
      okText={t('继续使用', 'Stay signed in')}
      cancelText={t('现在退出', 'Sign out now')}
      onOk={() => {
        touched.current = Date.now();
        setWarned(false);
      }}
      onCancel={() => void signOut()}
    >
      {t(
        '您已 25 分钟没有操作。正在编制的目录已自动保存。',
        'Nothing was done for 25 minutes. Entries being compiled are saved.',
      )}
    </Modal>
  );
}
