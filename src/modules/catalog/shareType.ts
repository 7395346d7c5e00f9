import type { Refusal } from '#kernel/errors.ts';
import type { ShareTypeProblem } from '#modules/policy/index.ts';
import type { Missing } from './missing.ts';
import { type Content, refuse } from './rules.ts';

const RANK_WORDS: Readonly<Record<string, { zh: string; en: string }>> = {
  law: { zh: '法律', en: 'law' },
  regulation: { zh: '行政法规', en: 'administrative regulation' },
  state_council: { zh: '国务院决定', en: 'State Council decision' },
  national_policy: { zh: '国家有关规定', en: 'national policy' },
  local_regulation: { zh: '地方性法规', en: 'local regulation' },
  local_rule: { zh: '地方文件', en: 'local document' },
  other: { zh: '其他文件', en: 'other document' },
};

const KIND_WORDS = {
  unconditional: { zh: '无条件共享', en: 'unconditional' },
  conditional: { zh: '有条件共享', en: 'conditional' },
  withheld: { zh: '不予共享', en: 'withheld' },
} as const;

const WANTED_WORDS = {
  conditional: { zh: '共享条件', en: 'The conditions' },
  withheld: { zh: '理由', en: 'The reasons' },
} as const;

/** The refusal that a fault of the share type is, with the clause that asks for more. */
export function shareTypeRefusal(content: Content, problem: ShareTypeProblem): Refusal {
  const { facts, citation } = problem;
  const kind = KIND_WORDS[content.shareType];
  const wanted = WANTED_WORDS[content.shareType === 'withheld' ? 'withheld' : 'conditional'];
  const rank = RANK_WORDS[facts.rank];
  const words = {
    shareType: content.shareType,
    kind: kind.zh,
    kindEn: kind.en,
    wanted: wanted.zh,
    wantedEn: wanted.en,
    basis: facts.basis,
    rank: rank?.zh ?? '',
    rankEn: rank?.en ?? '',
    accepted: facts.accepted.map(key => RANK_WORDS[key]?.zh ?? key),
    acceptedEn: facts.accepted.map(key => RANK_WORDS[key]?.en ?? key).join(', '),
  };
  switch (problem.code) {
    case 'catalog.basis_missing':
      return refuse.basis_missing(words, citation);
    case 'catalog.basis_rank_too_low':
      return refuse.basis_rank_too_low(words, citation);
    case 'catalog.conditions_missing':
      return refuse.conditions_missing(words, citation);
  }
}

/** The same fault as a hint beside the form, before anyone is refused. */
export function shareTypeHint(content: Content, problem: ShareTypeProblem): Missing {
  const { title, citation } = shareTypeRefusal(content, problem);
  const clause = citation ? `（${citation.title}${citation.article}）` : '';
  const field = problem.code === 'catalog.conditions_missing' ? 'conditions' : 'basis';
  return { field, text: `${title.zh}${clause}`, textEn: `${title.en}${clause}` };
}
