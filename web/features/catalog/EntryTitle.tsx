import { Tag, Typography } from 'antd';
import type { ReactNode } from 'react';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import type { Entry } from './types.ts';

export function EntryTitle({ entry, actions }: { entry: Entry; actions?: ReactNode }) {
  const { t, language } = useText();
  const title = entry.title || t('未命名的目录', 'Entry without a title');
  return (
    <PageTitle
      title={title}
      tags={
        <>
          <StatusTag kind="entry" state={entry.state} />
          <ShareTypeMark shareType={entry.shareType} />
          {entry.suspended && <Tag color="warning">{t('已暂停', 'Suspended')}</Tag>}
          {(entry.staleDays ?? 0) > 0 && (
            <Tag color="warning">{t(`超期 ${entry.staleDays} 天`, `${entry.staleDays} days stale`)}</Tag>
          )}
          {entry.origin && <Tag>{t(`来自 ${entry.origin.platform}`, `From ${entry.origin.platform}`)}</Tag>}
        </>
      }
      sub={
        <>
          {[
            entry.departmentName,
            entry.regionName,
            entry.content.contact,
            entry.content.phone === '' ? '' : t(`电话 ${entry.content.phone}`, `Tel. ${entry.content.phone}`),
            entry.publishedAt === null
              ? t(`第 ${entry.version} 版，未发布`, `Version ${entry.version}, not published`)
              : t(
                  `第 ${entry.version} 版 ${formatDate(entry.publishedAt, language)} 发布`,
                  `Version ${entry.version}, published ${formatDate(entry.publishedAt, language)}`,
                ),
          ]
            .filter(word => word !== '')
            .join(' · ')}
          {entry.code !== null && (
            <div style={{ fontSize: 12 }}>
              {t('目录代码 ', 'Code ')}
              <Typography.Text copyable style={{ fontSize: 12 }} type="secondary">
                {entry.code}
              </Typography.Text>
            </div>
          )}
        </>
      }
      actions={actions}
    />
  );
}
