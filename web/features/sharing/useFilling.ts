import type { FormInstance } from 'antd';
import { useRef, useState } from 'react';
import { api, Problem } from '../../api.ts';
import type { Target } from './ApplyLines.tsx';
import { type CommonFields, type FilledField, type Line, filledFrom, newLine } from './applying.ts';
import type { ApplicationForm, System } from './types.ts';

interface Filling {
  fields: FormInstance<CommonFields>;
  /** Filled in when the form opened. */
  filled: readonly FilledField[];
  targets: readonly Target[];
  systems: readonly System[];
  lines: Record<string, Line>;
  setLines: (lines: Record<string, Line>) => void;
}

/** A matter that was handled before fills in what it needed; what was typed stays as it was typed. */
export function useFilling({ fields, filled: before, targets, systems, lines, setLines }: Filling) {
  const [filled, setFilled] = useState<ReadonlySet<FilledField>>(new Set(before));
  const typed = useRef(new Set<string>());

  function touch(names: readonly string[]) {
    for (const name of names) typed.current.add(name);
    setFilled(was => new Set([...was].filter(name => !names.includes(name))));
  }

  async function take(matter: string) {
    const [first] = targets;
    if (first === undefined) return;
    let form: ApplicationForm;
    try {
      form = await api.get<ApplicationForm>('/api/applications/form', { entryId: first.entry.id, matter });
    } catch (failure) {
      // The form can be filled in by hand; what is wrong with the platform its next answer says.
      if (failure instanceof Problem) return;
      throw failure;
    }
    if (form.last?.like !== 'matter') return;
    const found = Object.entries(filledFrom(form.last, form, systems)).filter(
      ([name]) => name !== 'matter' && !typed.current.has(name),
    );
    fields.setFieldsValue(Object.fromEntries(found));
    setFilled(was => new Set([...was, ...found.map(([name]) => name as FilledField)]));
    const line = lines[first.entry.id];
    if (line && form.last.items.length > 0 && targets.length === 1)
      setLines({ ...lines, [first.entry.id]: { ...line, items: newLine(first.entry, form).items } });
  }

  return { filled, touch, take };
}
