import { Card, Tabs, theme } from 'antd';
import type { ReactNode } from 'react';
import { CaseTimeline } from '../../ui/CaseTimeline.tsx';
import { type Citation, ClauseNote } from '../../ui/ClauseNote.tsx';
import { formatCount, formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { BasisNote } from './BasisNote.tsx';
import { PointerNote } from '../sources/PointerNote.tsx';
import { EntryFields } from './EntryFields.tsx';
import { EntryMarks } from './EntryMarks.tsx';
import { ItemTable } from './ItemTable.tsx';
import { ResourceTab } from './ResourceTab.tsx';
import type { Entry, Field } from './types.ts';
import { VersionsTab } from './VersionsTab.tsx';
import { wordOf } from './words.ts';

interface EntryBodyProps {
  entry: Entry;
  /** Who answers by when, for those who may apply. */
  answer?: { days: number | null; path: string; citations: readonly Citation[] } | undefined;
  /** The entry is looked at by those who work on it, with its drafts. */
  working?: boolean;
  /** Beside the value of a field, such as a reviewer's remark. */
  aside?: (field: Field) => ReactNode;
}

export function EntryBody({ entry, answer, working = false, aside }: EntryBodyProps) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { content } = entry;
  const withheld = entry.shareType === 'withheld';
  const who =
    answer?.path === 'standing_consent'
      ? t(
          '提供部门已事先同意，确认后即可使用',
          'The provider has consented in advance: you may use it at once',
        )
      : answer?.days === null || answer === undefined
        ? ''
        : answer.path === 'platform_authorises'
          ? t(
              `平台主管部门 ${answer.days} 个工作日内授权`,
              `The authority authorises within ${answer.days} working ${answer.days === 1 ? 'day' : 'days'}`,
            )
          : t(
              `提供部门 ${answer.days} 个工作日内答复`,
              `The provider answers within ${answer.days} working ${answer.days === 1 ? 'day' : 'days'}`,
            );
  const figures: [label: string, value: ReactNode][] = [
    [
      t('数据量', 'Rows'),
      entry.rowCount === null
        ? t('未挂载', 'Not mounted')
        : t(`${formatCount(entry.rowCount, language)} 条`, formatCount(entry.rowCount, language)),
    ],
    [
      t('最近更新', 'Last change'),
      entry.dataAt === null ? t('未知', 'Unknown') : formatDate(entry.dataAt, language),
    ],
    [t('更新周期', 'Updated'), wordOf('updateCycle', entry.updateCycle, language)],
    [t('在用部门', 'In use by'), formatCount(entry.usedBy, language)],
  ];
  return (
    <div className="two-columns">
      <div className="cards">
        <EntryMarks entry={entry} />
        {entry.publishedAt !== null && <PointerNote entryId={entry.id} />}
        <Card title={t('能不能用', 'Can I use it')}>
          <div style={{ display: 'grid', gap: 10 }}>
            <Fact label={t('共享类型', 'Share type')}>{wordOf('shareType', entry.shareType, language)}</Fact>
            {content.conditions.length > 0 && (
              <Fact
                label={withheld ? t('不予共享的理由', 'Why it is withheld') : t('共享条件', 'Conditions')}
              >
                <ul style={{ margin: 0, paddingInlineStart: 18 }}>
                  {content.conditions.map(line => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </Fact>
            )}
            {!withheld && (
              <Fact label={t('共享方式', 'Ways of sharing')}>
                {entry.modes
                  .map(mode => wordOf('mode', mode, language))
                  .join(language === 'zh' ? '、' : ', ') || '—'}
              </Fact>
            )}
            {[
              [t('共享范围', 'Scope'), content.scope],
              [t('使用用途', 'Purpose'), content.purpose],
              [t('使用条件', 'Terms of use'), content.useTerms],
            ].map(
              ([label, words]) =>
                words !== '' && (
                  <Fact key={label} label={label ?? ''}>
                    {words}
                  </Fact>
                ),
            )}
            {who !== '' && <Fact label={t('答复', 'Answer')}>{who}</Fact>}
            {content.basis && <BasisNote basis={content.basis} />}
            {answer?.citations.map(citation => (
              <ClauseNote
                key={`${citation.ruleId} ${citation.document} ${citation.article}`}
                citation={citation}
              />
            ))}
          </div>
        </Card>
        <Card>
          <div className="number-row">
            {figures.map(([label, value]) => (
              <div key={label}>
                <div style={{ color: token.colorTextSecondary, fontSize: 13 }}>{label}</div>
                <div style={{ fontSize: 18, lineHeight: '28px' }}>{value}</div>
              </div>
            ))}
          </div>
        </Card>
        <Card styles={{ body: { paddingTop: 4 } }}>
          <Tabs
            // A remark is written at a field: whoever reviews begins there.
            defaultActiveKey={aside ? 'fields' : 'items'}
            items={[
              {
                key: 'items',
                label: t(`数据项 ${entry.itemCount}`, `Items (${entry.itemCount})`),
                children: (
                  <>
                    {aside?.('items')}
                    <ItemTable items={content.items} title={entry.title} />
                  </>
                ),
              },
              {
                key: 'fields',
                label: t('概况', 'All fields'),
                children: <EntryFields entry={entry} {...(aside ? { aside } : {})} />,
              },
              { key: 'resource', label: t('资源', 'Resource'), children: <ResourceTab entry={entry} /> },
              {
                key: 'versions',
                label: t('版本', 'Versions'),
                children: <VersionsTab entry={entry} working={working} />,
              },
            ]}
          />
        </Card>
      </div>
      <Card title={t('办理经过', 'History')}>
        <CaseTimeline history={entry.history} />
      </Card>
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  const { token } = theme.useToken();
  return (
    <div style={{ display: 'grid', gridTemplateColumns: '112px minmax(0, 1fr)', gap: 8 }}>
      <span style={{ color: token.colorTextSecondary }}>{label}</span>
      <div>{children}</div>
    </div>
  );
}
