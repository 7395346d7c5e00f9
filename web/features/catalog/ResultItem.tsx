import { Button, Tag, theme } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { formatCount, formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import { AddToCart } from '../cart/index.ts';
import type { EntryRow } from './types.ts';
import { wordOf } from './words.ts';

/** Text with the words searched for on a marked ground. */
export function Hits({ text, lit }: { text: string; lit: readonly string[] }): ReactNode {
  // The longest first: what stands inside a longer word must not cut it.
  const parts = lit.toSorted((one, other) => other.length - one.length);
  if (parts.length === 0) return text;
  const split = new RegExp(
    `(${parts.map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
    'giu',
  );
  return text
    .split(split)
    .map((piece, at) => (at % 2 === 1 ? <mark key={`${at} ${piece}`}>{piece}</mark> : piece));
}

export function ResultItem({ entry, lit, mine }: { entry: EntryRow; lit: readonly string[]; mine: boolean }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { can } = useSession();
  const soft = { color: token.colorTextSecondary, fontSize: 13 };
  return (
    <li data-test="result">
      <div className="results-body">
        <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center' }}>
          <Link className="results-name" to={`/catalog/${entry.id}`}>
            <Hits text={entry.title} lit={lit} />
          </Link>
          <ShareTypeMark shareType={entry.shareType} />
          {entry.mounted ? (
            entry.modes.map(mode => (
              <Tag key={mode} variant="filled" style={{ marginInlineEnd: 0 }}>
                {wordOf('mode', mode, language)}
              </Tag>
            ))
          ) : (
            <Tag variant="filled" color="warning" style={{ marginInlineEnd: 0 }}>
              {t('未挂载', 'Not mounted')}
            </Tag>
          )}
          {entry.suspended && (
            <Tag variant="filled" color="error" style={{ marginInlineEnd: 0 }} title={entry.suspended.reason}>
              {t('暂停共享', 'Suspended')}
            </Tag>
          )}
        </div>
        <div style={soft}>
          {[
            entry.departmentName,
            entry.regionName,
            t(
              `更新周期 ${wordOf('updateCycle', entry.updateCycle, language)}`,
              `${wordOf('updateCycle', entry.updateCycle, language)} updates`,
            ),
            t(
              `最近更新 ${formatDate(entry.dataAt ?? entry.updatedAt, language)}`,
              `changed ${formatDate(entry.dataAt ?? entry.updatedAt, language)}`,
            ),
            ...(entry.origin ? [t(`来自${entry.origin.platform}`, `from ${entry.origin.platform}`)] : []),
          ].join(' · ')}
          {entry.staleDays !== null && (
            <span style={{ color: token.colorWarningText }}>
              {t(` · 超期 ${entry.staleDays} 天`, ` · ${entry.staleDays} days late`)}
            </span>
          )}
        </div>
        <div className="two-lines" style={{ maxWidth: '60em' }}>
          <Hits text={entry.abstract} lit={lit} />
        </div>
        <div style={soft}>
          {t('含数据项 ', 'Items: ')}
          <Hits text={entry.itemNames.join(language === 'zh' ? '、' : ', ')} lit={lit} />
          {t(` 等 ${entry.itemCount} 项`, ` (${entry.itemCount} in all)`)}
        </div>
        <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
          {[
            t(
              `${entry.usedBy} 个部门在用`,
              `in use by ${entry.usedBy} ${entry.usedBy === 1 ? 'department' : 'departments'}`,
            ),
            entry.rowCount === null
              ? ''
              : t(
                  `${formatCount(entry.rowCount, language, true)}条数据`,
                  `${formatCount(entry.rowCount, language, true)} ${entry.rowCount === 1 ? 'row' : 'rows'}`,
                ),
          ]
            .filter(word => word !== '')
            .join(' · ')}
        </div>
      </div>
      {can('sharing.apply') &&
        !mine &&
        entry.shareType !== 'withheld' &&
        !entry.suspended &&
        !entry.orphaned && (
          <div className="results-acts">
            <Link to={`/requests/new?entry=${entry.id}`}>
              <Button>
                {entry.shareType === 'unconditional' ? t('直接使用', 'Use it') : t('申请使用', 'Apply')}
              </Button>
            </Link>
            <AddToCart entryId={entry.id} title={entry.title} />
          </div>
        )}
    </li>
  );
}
