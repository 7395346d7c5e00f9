import { Collapse, Grid, Table, Tag, theme } from 'antd';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Chain } from './Chain.tsx';
import type { Applied, Resolution } from './types.ts';

/** What holds, beside what the local texts and the nation say; each row opens to all texts on its question. */
export function RuleTable({ rows }: { rows: readonly Resolution[] }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const narrow = Grid.useBreakpoint().md === false;
  const value = (applied: Applied | null) => (applied ? t(applied.valueText, applied.valueTextEn) : '—');
  const source = ({ effective }: Resolution) =>
    effective ? (
      <span style={{ color: token.colorTextSecondary }}>
        {effective.title} {effective.article}
      </span>
    ) : (
      <span style={{ color: token.colorTextSecondary }}>{t('没有生效的规定', 'No text in force')}</span>
    );
  const applies = (rule: Resolution) => (
    <span style={{ overflowWrap: 'anywhere' }}>
      <strong style={{ fontWeight: 500 }}>{value(rule.effective)}</strong>{' '}
      {rule.differs && rule.stricter !== 'equal' && rule.stricter !== null && (
        <Tag>{t('较严', 'Stricter')}</Tag>
      )}
      {rule.effective?.status === 'trial' && <Tag>{t('试行', 'Trial')}</Tag>}
      {rule.effective?.level === 'default' && <Tag>{t('平台设定', 'Ours')}</Tag>}
      {rule.effective?.repealedSince !== undefined && (
        <Tag color="warning">
          {t(`${rule.effective.repealedSince} 起废止`, `Repealed from ${rule.effective.repealedSince}`)}
        </Tag>
      )}
    </span>
  );

  if (narrow)
    return (
      <Collapse
        items={rows.map(rule => ({
          key: rule.ruleId,
          label: (
            <span style={{ display: 'grid', gap: 2 }}>
              <span style={{ color: token.colorTextSecondary }}>{t(rule.name, rule.nameEn)}</span>
              {applies(rule)}
            </span>
          ),
          children: <Chain rule={rule} />,
        }))}
      />
    );
  return (
    <Table<Resolution>
      size="medium"
      tableLayout="fixed"
      rowKey="ruleId"
      dataSource={[...rows]}
      pagination={false}
      aria-label={t('适用规则', 'Rules that apply')}
      expandable={{ expandedRowRender: rule => <Chain rule={rule} />, expandRowByClick: true }}
      columns={[
        {
          key: 'name',
          width: '15%',
          title: t('规则', 'Rule'),
          render: (_, rule) => t(rule.name, rule.nameEn),
        },
        {
          key: 'effective',
          width: '24%',
          title: t('实际适用', 'Applies'),
          render: (_, rule) => applies(rule),
        },
        { key: 'local', width: '15%', title: t('本地', 'Local'), render: (_, rule) => value(rule.local) },
        {
          key: 'national',
          width: '15%',
          title: t('国家', 'National'),
          render: (_, rule) => value(rule.national),
        },
        { key: 'source', title: t('出处', 'Source'), render: (_, rule) => source(rule) },
        {
          key: 'from',
          width: 120,
          title: t('生效日期', 'In force since'),
          render: (_, rule) => formatDate(rule.effective?.from ?? null, language),
        },
      ]}
    />
  );
}
