import { App } from 'antd';
import { useState } from 'react';
import { Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { recordName } from '../../ui/recordName.ts';

/** Sends one recorded change and says where it is recorded; a refusal is kept for the dialog, which stays open. */
export function useChange() {
  const { t } = useText();
  const { message } = App.useApp();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function change(
    work: () => Promise<{ record: number }>,
    said: string,
    then: () => void,
  ): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const { record } = await work();
      void message.success(
        t(
          `${said}，存证 ${recordName('control', record, 'zh')}`,
          `${said}: record ${recordName('control', record, 'en')}`,
        ),
      );
      then();
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    } finally {
      setBusy(false);
    }
  }
  return { change, problem, busy };
}
