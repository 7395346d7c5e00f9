import { Alert, Breadcrumb, Button, Card, Space } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useLoad } from '../../../api.ts';
import { useSession } from '../../../app/session.tsx';
import { CaseTimeline } from '../../../ui/CaseTimeline.tsx';
import { ClauseNote } from '../../../ui/ClauseNote.tsx';
import { formatCount, formatDate, formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { PageTitle } from '../../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { ShareTypeMark } from '../../../ui/ShareTypeMark.tsx';
import { useSend } from '../../../ui/useSend.ts';
import { wordOf } from '../../catalog/words.ts';
import { Facts } from '../Facts.tsx';
import { Lineage } from '../run/Lineage.tsx';
import type { CollectionDetail } from '../types.ts';
import { actOn } from './actOn.ts';
import { CollectionMark } from './CollectionMark.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { LookUp } from './LookUp.tsx';
import { RefuseDialog } from './RefuseDialog.tsx';
import { RANKS } from './words.ts';

/** One entry in the pool: where its rows lie, how they came there, what each row was and when. */
export function CollectionPage() {
  const { entryId } = useParams();
  const { data, problem, reload } = useLoad<CollectionDetail>(
    `/api/pools/entries/${entryId}`,
    undefined,
    [],
    {
      every: 5000,
    },
  );
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={10} />;
  return <CollectionView collection={data} reload={reload} />;
}

function CollectionView({ collection, reload }: { collection: CollectionDetail; reload: () => void }) {
  const { t } = useText();
  const [refusing, setRefusing] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const { send, problem, busy } = useSend();
  const { entryId, entryTitle, actions } = collection;
  const begin = () =>
    send(
      () => actOn(collection, 'start', {}),
      t('已发起，等部门确认。', 'Started; waiting for the department to confirm.'),
      reload,
    );
  return (
    <>
      <Breadcrumb
        items={[
          { title: <Link to="/pools">{t('部门资源池', 'Department pools')}</Link> },
          { title: <Link to={`/pools/${collection.departmentId}`}>{collection.department}</Link> },
          { title: t('归集', 'Collection') },
        ]}
      />
      <PageTitle
        title={entryTitle}
        tags={
          <>
            <CollectionMark row={collection} />
            <ShareTypeMark shareType={collection.shareType} />
          </>
        }
        sub={
          <Space size={12} wrap>
            <Link to={`/catalog/${entryId}`}>{collection.entryCode || t('看目录', 'Entry')}</Link>
            <span>{collection.department}</span>
          </Space>
        }
        actions={
          <Space wrap>
            {actions.includes('refuse') && (
              <Button danger disabled={busy} onClick={() => setRefusing(true)} data-test="collection-refuse">
                {t('依法不归集', 'Exempt by law')}
              </Button>
            )}
            {actions.includes('start') && (
              <Button type="primary" loading={busy} onClick={() => void begin()} data-test="collection-start">
                {t('发起归集', 'Start collection')}
              </Button>
            )}
            {actions.includes('confirm') && (
              <Button
                type="primary"
                disabled={busy}
                onClick={() => setConfirming(true)}
                data-test="collection-confirm"
              >
                {t('确认归集', 'Confirm collection')}
              </Button>
            )}
          </Space>
        }
      />
      <div className="cards">
        {problem !== null && <RefusalNotice problem={problem} />}
        <Refused collection={collection} />
        <Collected collection={collection} />
        {collection.kind === 'table' && collection.collected && (
          <Card title={t('来龙去脉', 'Lineage')}>
            <Lineage path={`/api/pools/entries/${entryId}/lineage`} />
          </Card>
        )}
        {actions.includes('look') && <LookUp collection={collection} />}
        {collection.history.length > 0 && (
          <Card title={t('办理经过', 'History')}>
            <CaseTimeline
              history={collection.history.map(step => ({
                ...step,
                action: `pools.${step.action}`,
              }))}
            />
          </Card>
        )}
      </div>
      {confirming && (
        <ConfirmDialog
          collection={collection}
          onClose={() => setConfirming(false)}
          onDone={() => {
            setConfirming(false);
            reload();
          }}
        />
      )}
      {refusing && (
        <RefuseDialog
          collection={collection}
          citation={collection.refusalCitation}
          onClose={() => setRefusing(false)}
          onDone={() => {
            setRefusing(false);
            reload();
          }}
        />
      )}
    </>
  );
}

function Collected({ collection }: { collection: CollectionDetail }) {
  const { t, language } = useText();
  const { can } = useSession();
  const { lastRun } = collection;
  return (
    <Card title={t('归集情况', 'Collection')} data-test="collection-facts">
      <Facts
        facts={[
          [
            t('在资源池里', 'In the pool'),
            collection.kind === 'files'
              ? t('平台保管的文件', 'Files held by the platform')
              : collection.table === ''
                ? t('确认后建立', 'Created once confirmed')
                : `${collection.schema}.${collection.table}`,
          ],
          [
            t('凭什么认出一行', 'Row identifier'),
            collection.key.length > 0
              ? collection.key.join(t('、', ', '))
              : collection.collected && collection.kind === 'table'
                ? t('整行', 'The whole row')
                : '—',
          ],
          [
            t('行数', 'Rows'),
            collection.rows === null
              ? '—'
              : t(
                  `${formatCount(collection.rows, language)}（今日核对 ${formatCount(collection.todayRows, language)}）`,
                  `${formatCount(collection.rows, language)} (${formatCount(collection.todayRows, language)} checked today)`,
                ),
          ],
          [t('更新周期', 'Update cycle'), wordOf('updateCycle', collection.updateCycle, language)],
          [
            t('最近归集', 'Last collected'),
            lastRun === null ? (
              formatTime(collection.collectedAt, language)
            ) : !can('exchange.read') ? (
              `${lastRun.no} · ${formatTime(lastRun.at, language)}`
            ) : (
              <Link to={`/exchange/runs/${lastRun.id}`}>
                {lastRun.no} · {formatTime(lastRun.at, language)}
              </Link>
            ),
          ],
          [
            t('应在此前更新', 'Update due by'),
            `${formatDate(collection.dueBy, language, true)}${collection.late ? t('，已迟到', ', late') : ''}`,
          ],
          collection.taskId === null || !can('exchange.read')
            ? null
            : [
                t('归集任务', 'Task'),
                <Link key="task" to={`/exchange/tasks/${collection.taskId}`}>
                  {t('看计划和运行', 'Plan and runs')}
                </Link>,
              ],
        ]}
      />
    </Card>
  );
}

function Refused({ collection }: { collection: CollectionDetail }) {
  const { t, language } = useText();
  const { refusal } = collection;
  if (refusal === null)
    return collection.state === 'asked' && collection.citation !== null ? (
      <ClauseNote citation={collection.citation} />
    ) : null;
  const rank = RANKS.find(([value]) => value === refusal.rank);
  return (
    <Alert
      showIcon
      type="warning"
      data-test="collection-refusal"
      title={t(
        `依据《${refusal.title.replaceAll(/[《》]/gu, '')}》${refusal.article}不归集`,
        `Not collected by ${refusal.title}, ${refusal.article}`,
      )}
      description={
        <>
          {rank && t(rank[1], rank[2])}
          {t('。', '. ')}
          {refusal.reason}
          <div style={{ fontSize: 12 }}>
            {refusal.post} · {formatTime(refusal.at, language)}
          </div>
        </>
      }
    />
  );
}
