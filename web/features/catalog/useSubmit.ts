import { App } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import type { EntryRecorded } from './types.ts';
import type { Draft } from './useDraft.ts';

/** Saves what is typed, sends the entry on, and opens its page; a refusal stays until something is changed. */
export function useSubmit(draft: Draft, consulted: string) {
  const { t } = useText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [refused, setRefused] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);

  async function submit() {
    setSending(true);
    setRefused(null);
    const saved = await draft.save();
    try {
      if (saved) {
        const { entry: next } = await api.post<EntryRecorded>(`/api/entries/${saved.id}/actions`, {
          action: 'submit',
          note: '',
          ...(consulted.trim() === '' ? {} : { consulted: consulted.trim() }),
        });
        draft.take(next);
        void message.success(t('已送共享机构负责人签批', 'Sent to the head of the sharing office'));
        void navigate(`/our-catalog/${saved.id}`);
      }
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setRefused(fault);
      scrollTo({ top: 0, behavior: 'smooth' });
    }
    setSending(false);
  }
  return { submit, sending, refused, forget: () => setRefused(null) };
}
