import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { boundWords } from '../grants/limits.ts';
import { askedOf } from './narrowing.ts';
import type { Application } from './types.ts';
import { modeWord, NARROWED, type Narrowed, narrowedWord, rowSentence } from './words.ts';

/** What of the request was narrowed, and why; one line each. */
export function ProposalLines({
  application,
  proposal,
}: {
  application: Application;
  proposal: NonNullable<Application['proposal']>;
}) {
  const { t } = useText();
  const narrowed = NARROWED.filter(name => name in proposal.reasons);
  return (
    <ul style={{ margin: 0, paddingInlineStart: 20, display: 'grid', gap: 4 }} data-test="case-proposal">
      {narrowed.map(name => (
        <li key={name}>
          {t(`${narrowedWord(name, t)}：`, `${narrowedWord(name, t)}: `)}
          <Change name={name} application={application} proposal={proposal} />
          <div style={{ whiteSpace: 'pre-wrap', maxWidth: '42em' }}>
            {t(`理由：${proposal.reasons[name] ?? ''}`, `Reason: ${proposal.reasons[name] ?? ''}`)}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Change({
  name,
  application,
  proposal,
}: {
  name: Narrowed;
  application: Application;
  proposal: NonNullable<Application['proposal']>;
}) {
  const { t, language } = useText();
  const comma = t('、', ', ');
  switch (name) {
    case 'items': {
      const asked = askedOf(application);
      const left = asked.filter(item => !proposal.items.includes(item));
      return t(
        `同意 ${proposal.items.length} / ${asked.length} 项，不同意 ${left.join(comma)}`,
        `${proposal.items.length} of ${asked.length} granted, not ${left.join(comma)}`,
      );
    }
    case 'rows':
      return proposal.rows.map(row => rowSentence(row, t)).join(t('；', '; '));
    case 'mode':
      return t(
        `${modeWord(application.mode, t)} 改为 ${modeWord(proposal.mode, t)}`,
        `${modeWord(proposal.mode, t)} instead of ${modeWord(application.mode, t)}`,
      );
    case 'masks':
      return proposal.masks.map(({ item, mask }) => {
        const known = application.items.find(one => one.name === item);
        return (
          <span key={item} style={{ marginInlineEnd: 12 }}>
            {item} <MaskSample mask={mask} item={item} type={known?.type ?? 'text'} />
          </span>
        );
      });
    case 'until':
      return t(
        `到 ${formatDate(proposal.until, language)}（申请到 ${formatDate(application.until, language)}）`,
        `until ${formatDate(proposal.until, language)} (asked for: ${formatDate(application.until, language)})`,
      );
    case 'limits': {
      const { window } = proposal.limits;
      return [
        ...boundWords(proposal.limits, t),
        window === undefined
          ? ''
          : t(`每天 ${window.from} 至 ${window.to}`, `from ${window.from} to ${window.to}`),
      ]
        .filter(word => word !== '')
        .join(comma);
    }
  }
}
