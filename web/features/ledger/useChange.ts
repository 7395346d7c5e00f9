import { App } from 'antd';
import { useText } from '../../ui/language.tsx';
import { recordName } from '../../ui/recordName.ts';
import { useSend } from '../../ui/useSend.ts';

/** Sends one recorded change and says where it is recorded; a refusal is kept for the dialog, which stays open. */
export function useChange() {
  const { t } = useText();
  const { message } = App.useApp();
  const { send, problem, busy } = useSend();
  const change = (work: () => Promise<{ record: number }>, said: string, then: () => void): Promise<void> =>
    send(async () => {
      const { record } = await work();
      void message.success(
        t(
          `${said}，存证 ${recordName('control', record, 'zh')}`,
          `${said}: record ${recordName('control', record, 'en')}`,
        ),
      );
      then();
    });
  return { change, problem, busy };
}
