import { Card, Descriptions, Table, theme } from 'antd';
import { Link } from 'react-router';
import { postName } from '../../app/roles.ts';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { ItemName, useItemColumns } from '../sharing/ItemName.tsx';
import { levelWord, modeWord, rowSentence } from '../sharing/words.ts';
import type { Grant, GrantItem } from './types.ts';
import { HOW_WORDS, WAY_WORDS, limitsWord } from './words.ts';

/** 批准了什么: what was decided and nothing else, and on whose consent it rests. */
export function GrantTerms({ grant }: { grant: Grant }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const second = { fontSize: 12, color: token.colorTextTertiary };
  const { way, days } = grant.atTheEnd;
  return (
    <Card
      title={t('批准了什么', 'What is granted')}
      extra={
        <Link to={`/cases/${grant.applicationId}`} data-test="grant-case">
          {t(`申请 ${grant.applicationNo}`, `Request ${grant.applicationNo}`)}
        </Link>
      }
    >
      <Descriptions
        bordered
        size="small"
        className="fields"
        styles={{ label: { width: 108 } }}
        column={{ xs: 1, sm: 1, md: 2 }}
        items={[
          {
            key: 'consent',
            label: t('同意依据', 'Rests on'),
            span: 'filled',
            children: (
              <>
                {t(...HOW_WORDS[grant.how])}
                {t('：', ': ')}
                {postName(grant.consentBy, language)}
                <div style={second}>
                  {t(
                    `${formatDate(grant.decidedAt, language)} 同意，现行第 ${grant.version} 版`,
                    `Consented on ${formatDate(grant.decidedAt, language)}; version ${grant.version} is in force`,
                  )}
                </div>
              </>
            ),
          },
          { key: 'mode', label: t('共享方式', 'Mode'), children: modeWord(grant.mode, t) },
          { key: 'matter', label: t('办理事项', 'Matter'), children: grant.matter || '—' },
          { key: 'scenario', label: t('应用场景', 'Scenario'), children: grant.scenario },
          { key: 'scope', label: t('使用范围', 'Scope'), children: grant.scope || '—' },
          {
            key: 'ground',
            label: t('使用依据', 'Ground'),
            span: 'filled',
            children: grant.ground || '—',
          },
          {
            key: 'rows',
            label: t('数据范围', 'Range of data'),
            children:
              grant.rows.length === 0
                ? t('全部记录', 'All records')
                : grant.rows.map(row => <div key={rowSentence(row, t)}>{rowSentence(row, t)}</div>),
          },
          {
            key: 'term',
            label: t('使用期限', 'Term'),
            children: t(
              `${formatDate(grant.from, language)} ~ ${formatDate(grant.until, language)}`,
              `${formatDate(grant.from, language)} – ${formatDate(grant.until, language)}`,
            ),
          },
          { key: 'limits', label: t('限额与时段', 'Limits'), children: limitsWord(grant.limits, t) },
          {
            key: 'third',
            label: t('第三方', 'Third parties'),
            children:
              grant.thirdParties.length === 0
                ? t('不得提供给第三方', 'Not to be passed on')
                : grant.thirdParties.join(t('、', ', ')),
          },
          {
            key: 'system',
            label: t('系统与地址', 'System'),
            children: (
              <>
                {grant.system.name}
                {grant.addresses.length > 0 && (
                  <div style={second}>{grant.addresses.join(t('、', ', '))}</div>
                )}
              </>
            ),
          },
          {
            key: 'end',
            label: t('用后处置', 'At the end'),
            children: t(
              `结束后 ${days} 个工作日内${WAY_WORDS[way][0]}`,
              `${WAY_WORDS[way][1].toLowerCase()} within ${days} working days`,
            ),
          },
        ]}
      />
      <ItemList items={grant.items} />
    </Card>
  );
}

function ItemList({ items }: { items: GrantItem[] }) {
  const { t } = useText();
  const columns = useItemColumns();
  return (
    <Table
      style={{ marginTop: 16 }}
      size="small"
      rowKey="name"
      pagination={items.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      scroll={{ x: 'max-content' }}
      dataSource={items}
      data-test="grant-items"
      columns={[
        {
          key: 'name',
          title: t(`数据项（${items.length}）`, `Items (${items.length})`),
          render: (_, { sample: _sample, ...item }) => <ItemName item={item} />,
        },
        ...(columns
          ? [
              {
                key: 'level',
                title: t('敏感级别', 'Sensitivity'),
                render: (_: unknown, item: GrantItem) => levelWord(item.sensitivity, t),
              },
              {
                key: 'sample',
                title: t('给出的样子', 'Shown as'),
                render: (_: unknown, item: GrantItem) => (
                  <MaskSample mask={item.mask} item={item.name} type={item.type} />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
