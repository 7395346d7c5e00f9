import { Alert } from 'antd';
import { Link } from 'react-router';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Entry } from './types.ts';

/** What one must know of an entry before relying on it: suspended, without a provider, stale, compiled elsewhere. */
export function EntryMarks({ entry }: { entry: Entry }) {
  const { t, language } = useText();
  const { suspended, orphaned, staleDays, dataAt, origin } = entry;
  return (
    <>
      {suspended && (
        <Alert
          type="warning"
          showIcon
          data-test="entry-suspended"
          title={t(
            `${formatTime(suspended.since, language)} 起暂停，不接受新的申请；已有授权照常使用。`,
            `Suspended since ${formatTime(suspended.since, language)}: no new applications; grants go on.`,
          )}
          description={suspended.reason}
        />
      )}
      {orphaned && (
        <Alert
          type="error"
          showIcon
          data-test="entry-orphaned"
          title={t(
            `提供部门“${entry.departmentName}”已撤销，等待接手的部门。`,
            `The provider “${entry.departmentName}” was dissolved; the entry waits for a department that takes over.`,
          )}
        />
      )}
      {staleDays !== null && staleDays > 0 && (
        <Alert
          type="warning"
          showIcon
          data-test="entry-stale"
          title={t(
            `数据超过更新周期 ${staleDays} 天没有更新${dataAt === null ? '' : `，最近一次是 ${formatDate(dataAt, language)}`}。`,
            `The data are ${staleDays} days past their cycle${dataAt === null ? '' : `; they last changed on ${formatDate(dataAt, language)}`}.`,
          )}
        />
      )}
      {origin && (
        <Alert
          type="info"
          showIcon
          data-test="entry-origin"
          title={
            <>
              {t(
                `来自 ${origin.platform}，原目录代码 ${origin.code}，第 ${origin.version} 版。`,
                `From ${origin.platform}, code ${origin.code} there, version ${origin.version}. `,
              )}{' '}
              <Link to={`/catalog?origin=${encodeURIComponent(origin.platform)}`}>
                {t('看同一来源的目录', 'See what comes from there')}
              </Link>
            </>
          }
        />
      )}
    </>
  );
}
