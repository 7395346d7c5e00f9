import { useEffect, useState } from 'react';
import { api, Problem } from '../../../api.ts';
import { useLate } from '../../../ui/useLate.ts';
import type { Check, CheckBody } from '../types.ts';

const REST = 600;

/** What the platform says of a task that is being filled in, as soon as its fields have rested. */
export function useCheck(body: CheckBody | null) {
  const asked = useLate(body === null ? '' : JSON.stringify(body), REST);
  const [state, setState] = useState<{ check?: Check; problem: Problem | null; busy: boolean }>({
    problem: null,
    busy: false,
  });
  useEffect(() => {
    if (asked === '') {
      setState({ problem: null, busy: false });
      return;
    }
    let left = false;
    setState(was => ({ ...was, busy: true }));
    api
      .post<Check>('/api/exchange/check', JSON.parse(asked) as CheckBody)
      .then(check => {
        if (!left) setState({ check, problem: null, busy: false });
      })
      .catch((fault: unknown) => {
        if (!(fault instanceof Problem)) throw fault;
        if (!left) setState({ problem: fault, busy: false });
      });
    return () => {
      left = true;
    };
  }, [asked]);
  return state;
}
