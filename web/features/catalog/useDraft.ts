import { useEffect, useRef, useState } from 'react';
import { api, Problem } from '../../api.ts';
import type { Content, Entry, EntryRecorded } from './types.ts';

const REST = 2000;

export interface Draft {
  content: Content;
  /** The entry as the platform has it; undefined until the first save. */
  entry: Entry | undefined;
  state: 'clean' | 'waiting' | 'saving' | 'failed';
  savedAt: string | null;
  problem: Problem | null;
  change: (content: Content) => void;
  /** Saves at once; answers the entry, or undefined when it was refused. */
  save: () => Promise<Entry | undefined>;
  take: (entry: Entry) => void;
  /** Goes on from what somebody else saved meanwhile, with this content on top of it. */
  rebase: (entry: Entry, content: Content) => void;
}

/** Somebody else saved first: sending again would be refused again until a person has looked at both. */
export const isConflict = (problem: Problem | null): boolean => problem?.code === 'catalog.changed_meanwhile';

/** Keeps what is typed: saves after two seconds of rest; the first save makes the entry. One save at a time. */
export function useDraft(start: Content, known: Entry | undefined, onMade: (id: number) => void): Draft {
  const [content, setContent] = useState(start);
  const [entry, setEntry] = useState(known);
  const [state, setState] = useState<Draft['state']>('clean');
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const now = useRef({ content: start, entry: known, dirty: false, problem: null as Problem | null });
  /** What is saved on leaving must not bring the reader back. */
  const shown = useRef(true);
  const running = useRef<Promise<Entry | undefined> | null>(null);

  async function send(): Promise<Entry | undefined> {
    const { content: sent, entry: base } = now.current;
    now.current.dirty = false;
    setState('saving');
    try {
      const { entry: saved } = base
        ? await api.put<EntryRecorded>(`/api/entries/${base.id}`, { content: sent, revision: base.revision })
        : await api.post<EntryRecorded>('/api/entries', { content: sent });
      now.current.entry = saved;
      now.current.problem = null;
      setEntry(saved);
      setSavedAt(new Date().toISOString());
      setProblem(null);
      setState(now.current.dirty ? 'waiting' : 'clean');
      if (!base && shown.current) onMade(saved.id);
      return saved;
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      now.current.dirty = true;
      now.current.problem = fault;
      setProblem(fault);
      setState('failed');
      return undefined;
    }
  }

  async function save(): Promise<Entry | undefined> {
    if (running.current) await running.current;
    if (!now.current.dirty && now.current.entry) return now.current.entry;
    running.current = send();
    const saved = await running.current;
    running.current = null;
    return saved;
  }

  useEffect(() => {
    if (state !== 'waiting' || isConflict(problem)) return;
    const timer = setTimeout(() => void save(), REST);
    return () => clearTimeout(timer);
  }, [content, state]);

  useEffect(() => {
    shown.current = true;
    const keep = () => {
      if (now.current.dirty && !running.current && !isConflict(now.current.problem)) void save();
    };
    const warn = (event: BeforeUnloadEvent) => {
      if (now.current.dirty) event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => {
      removeEventListener('beforeunload', warn);
      shown.current = false;
      keep();
    };
  }, []);

  return {
    content,
    entry,
    state,
    savedAt,
    problem,
    save,
    change: next => {
      now.current = { ...now.current, content: next, dirty: true };
      setContent(next);
      setState('waiting');
    },
    take: next => {
      now.current = { ...now.current, entry: next };
      setEntry(next);
    },
    rebase: (next, merged) => {
      now.current = { content: merged, entry: next, dirty: true, problem: null };
      setEntry(next);
      setContent(merged);
      setProblem(null);
      setState('waiting');
    },
  };
}
