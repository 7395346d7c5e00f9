import { App, type FormInstance } from 'antd';
import { useState } from 'react';
import { Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import type { Target } from './ApplyLines.tsx';
import { type Fault, lineFaults } from './applyFaults.ts';
import type { CommonFields, Line } from './applying.ts';
import type { ManyDone } from './types.ts';
import { dropUnsent } from './unsent.ts';
import { type Create, submitDrafts, useDrafts } from './useDrafts.ts';

/** Saved as a draft, or sent to the head at once. */
export type How = 'save' | 'send';

interface Needs {
  unsentKey: string;
  fields: FormInstance<CommonFields>;
  start: CommonFields;
  asked: readonly (Target & { line: Line })[];
  drafts: ReadonlyMap<number, number>;
  create: Create;
  onSaved: (ids: readonly number[]) => void;
  onSent: (ids: readonly number[], done: ManyDone | null) => void;
}

interface Refused {
  errorFields: { name: (string | number)[]; errors: string[] }[];
}
const isRefused = (failure: unknown): failure is Refused =>
  typeof failure === 'object' && failure !== null && 'errorFields' in failure;

/** Checks the whole form, tells everything that is missing at once, and writes and sends it. */
export function useApplying({ unsentKey, fields, start, asked, drafts, create, onSaved, onSent }: Needs) {
  const { t } = useText();
  const { message } = App.useApp();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [missing, setMissing] = useState<readonly Fault[]>([]);
  const [busy, setBusy] = useState<How | null>(null);
  /** Written and sent: nothing of it is to be kept by the tab any more. */
  const [finished, setFinished] = useState(false);
  const { save } = useDrafts(drafts, create);

  /** What the fields of the form say is missing in them. */
  async function fieldFaults(): Promise<Fault[]> {
    try {
      await fields.validateFields();
      return [];
    } catch (failure) {
      if (!isRefused(failure)) throw failure;
      return failure.errorFields.flatMap(({ name, errors }) =>
        errors.slice(0, 1).map(text => ({ text, at: String(name[0]) })),
      );
    }
  }

  async function write(common: CommonFields, how: How) {
    const ids = await save(
      common,
      asked.map(({ entry, line }) => ({ entryId: entry.id, line })),
    );
    if (how === 'save') {
      setFinished(true);
      dropUnsent(unsentKey);
      void message.success(t('草稿已保存。', 'The draft is saved.'));
      onSaved(ids);
      return;
    }
    const done = await submitDrafts(ids);
    setFinished(true);
    dropUnsent(unsentKey);
    onSent(ids, done);
  }

  async function run(how: How) {
    if (busy !== null) return;
    const faults = [
      ...(await fieldFaults()),
      ...asked.flatMap(({ entry, line }) => lineFaults(entry, line, t)),
    ];
    const common: CommonFields = { ...start, ...(fields.getFieldsValue() as Partial<CommonFields>) };
    if (asked.length === 0)
      faults.push({ text: t('至少留一条目录。', 'Keep at least one entry.'), at: 'entries' });
    if (!common.declaration)
      faults.push({
        text: t('请勾选真实、合法、必要的承诺。', 'Please tick the declaration.'),
        at: 'declaration',
      });
    setMissing(faults);
    setProblem(null);
    if (faults.length > 0) return;
    setBusy(how);
    try {
      await write(common, how);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      setProblem(failure);
    } finally {
      setBusy(null);
    }
  }

  return { run, busy, problem, missing, finished };
}
