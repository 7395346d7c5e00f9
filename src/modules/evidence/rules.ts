import { defineRefusals } from '#kernel/errors.ts';
import type { Entry } from '#record/entry.ts';

export const refuse = defineRefusals('evidence', {
  not_sealed: {
    status: 503,
    title: {
      zh: '存证还没有封存到这些记录，暂时不能出具证据文件',
      en: 'The ledger has not sealed these entries yet',
    },
    remedy: {
      zh: '请稍后再试；若持续出现，请安全人员查看存证页',
      en: 'Try again shortly; if it persists, ask security to look at the ledger’s page',
    },
  },
  no_verifier: {
    status: 503,
    title: {
      zh: '平台没有安装核验页，不能出具证据文件',
      en: 'The verifier’s page is not built, so no pack can be made',
    },
    remedy: {
      zh: '请平台运维员用 npm start 重新启动平台',
      en: 'Ask the operator to start the platform with npm start',
    },
  },
});

/** The number in `grant:12`. */
export function numberIn(object: string, kind: string): number | undefined {
  const digits = object.startsWith(`${kind}:`) ? object.slice(kind.length + 1) : '';
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

/** What an act names by digest. */
export interface Named {
  kind: string;
  digest: string;
  object: string;
  grantId: number | undefined;
  version: number | undefined;
}

export function namedBy(entry: Entry): Named[] {
  if (entry.kind !== 'command') return [];
  const { object, facts } = entry.body;
  const { documents, grantId, version } = facts;
  if (typeof documents !== 'object' || documents === null) return [];
  return Object.entries(documents).flatMap(([kind, digest]) =>
    typeof digest === 'string'
      ? [
          {
            kind,
            digest,
            object,
            grantId: typeof grantId === 'number' ? grantId : undefined,
            version: typeof version === 'number' ? version : undefined,
          },
        ]
      : [],
  );
}
