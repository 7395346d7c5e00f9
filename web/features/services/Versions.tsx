import { Button, Descriptions, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { modeWord } from '../sharing/words.ts';
import type { EntryService } from './types.ts';
import { STATE_WORDS } from './words.ts';

const TONES = { serving: 'success', deprecated: 'warning', ended: 'default' } as const;

/** Versions of a service with their ends, and which of them each holder is at. */
export function Versions({ service }: { service: EntryService }) {
  const { t, language } = useText();
  return (
    <div className="cards">
      {service.place !== null && (
        <Descriptions
          size="small"
          bordered
          column={1}
          items={[
            {
              key: 'place',
              label: t('现在挂载', 'Mounted now'),
              children: (
                <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12, alignItems: 'center' }}>
                  <span>{`${service.place.schema}.${service.place.table}`}</span>
                  {service.mayChange && (
                    <Link to={`/services/entries/${service.entryId}/change`}>
                      <Button size="small" data-test="service-change">
                        {t('变更挂载', 'Change the mount')}
                      </Button>
                    </Link>
                  )}
                </div>
              ),
            },
          ]}
        />
      )}
      <Table
        size="small"
        rowKey="version"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={service.versions}
        aria-label={t('版本', 'Versions')}
        columns={[
          {
            key: 'version',
            title: t('版本', 'Version'),
            render: (_, one) => t(`第 ${one.version} 版`, `Version ${one.version}`),
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, one) => (
              <Tag color={TONES[one.state]} data-test="version-state">
                {t(...STATE_WORDS[one.state])}
              </Tag>
            ),
          },
          { key: 'since', title: t('起', 'Since'), render: (_, one) => formatTime(one.since, language) },
          {
            key: 'sunset',
            title: t('用到', 'Answers until'),
            render: (_, one) => formatDate(one.sunset, language),
          },
          { key: 'grants', title: t('授权', 'Grants'), align: 'right', render: (_, one) => one.grants },
          { key: 'note', title: t('说明', 'Note'), render: (_, one) => one.note || '—' },
        ]}
      />
      <Table
        size="small"
        rowKey="grantId"
        pagination={service.holders.length > 20 ? { pageSize: 20 } : false}
        scroll={{ x: 'max-content' }}
        dataSource={service.holders}
        aria-label={t('使用部门', 'Holders')}
        locale={{ emptyText: <EmptyState title={t('还没有部门在用。', 'Nobody uses it yet.')} /> }}
        columns={[
          {
            key: 'consumer',
            title: t('使用部门', 'Holder'),
            render: (_, one) => <Link to={`/grants/${one.grantId}?tab=service`}>{one.consumer}</Link>,
          },
          { key: 'system', title: t('系统', 'System'), render: (_, one) => one.system },
          { key: 'mode', title: t('方式', 'Mode'), render: (_, one) => modeWord(one.mode, t) },
          {
            key: 'version',
            title: t('版本', 'Version'),
            render: (_, one) => t(`第 ${one.version} 版`, String(one.version)),
          },
          {
            key: 'contract',
            title: t('契约测试', 'Contract tests'),
            render: (_, one) =>
              one.contract === null ? (
                t('没有设', 'None')
              ) : (
                <Tag color={one.contract.passed ? 'success' : 'error'}>
                  {one.contract.passed ? t('通过', 'Pass') : t('没有通过', 'Fail')}
                </Tag>
              ),
          },
        ]}
      />
    </div>
  );
}
