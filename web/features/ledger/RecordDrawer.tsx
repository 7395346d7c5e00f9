import { DownloadOutlined } from '@ant-design/icons';
import { Button, Collapse, Descriptions, Drawer, Skeleton, Space } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { type LogName, recordMark, recordName, slugOf } from '../../ui/recordName.ts';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { EvidencePack } from './EvidencePack.tsx';
import { useWho } from './RecordTable.tsx';
import type { LedgerRecord } from './types.ts';
import { objectOf, recordWord } from './words.ts';

/** One record: its facts, and the path that ties it to a seal point, in words. */
export function RecordDrawer({
  log,
  number,
  onClose,
}: {
  log: LogName;
  number: number;
  onClose: () => void;
}) {
  const { t, language } = useText();
  const { can } = useSession();
  const who = useWho();
  const { data, problem } = useLoad<LedgerRecord>(`/api/ledger/records/${slugOf(log)}/${number}`);
  const name = `${t('存证', 'Record')} ${recordName(log, number, language)}`;
  function download() {
    const place = URL.createObjectURL(
      new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }),
    );
    const link = document.createElement('a');
    link.href = place;
    link.download = `record-${recordMark(log, number)}.json`;
    link.click();
    URL.revokeObjectURL(place);
  }
  return (
    <Drawer open size={720} title={name} onClose={onClose} data-test="record">
      {problem && !data && <RefusalNotice problem={problem} />}
      {!data && !problem && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && (
        <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
          <Descriptions
            bordered
            size="small"
            column={1}
            items={[
              { key: 'at', label: t('时间', 'Time'), children: formatTime(data.at, language, true) },
              {
                key: 'who',
                label: t('谁', 'Who'),
                children: who(data),
              },
              { key: 'what', label: t('做了什么', 'What'), children: recordWord(data, t) },
              ...(data.object === ''
                ? []
                : [{ key: 'object', label: t('对象', 'Object'), children: objectOf(data.object, t).text }]),
              ...(data.grantId === null
                ? []
                : [
                    {
                      key: 'grant',
                      label: t('授权', 'Grant'),
                      children: can('sharing.read') ? (
                        <Link to={`/grants/${data.grantId}`}>{data.grantNo || data.grantId}</Link>
                      ) : (
                        data.grantNo || data.grantId
                      ),
                    },
                  ]),
              ...factsOf(data.body, t),
              {
                key: 'result',
                label: t('结果', 'Result'),
                children:
                  data.result === '' ? (
                    '—'
                  ) : (
                    <>
                      <StatusTag kind="ledger" state={data.result} />{' '}
                      {data.code !== '' && <code style={{ fontSize: 12 }}>{data.code}</code>}
                    </>
                  ),
              },
              ...(data.rows === null
                ? []
                : [{ key: 'rows', label: t('条数', 'Rows'), children: formatCount(data.rows, language) }]),
            ]}
          />
          <p style={{ margin: 0 }} data-test="record-path">
            {data.checkpoint === ''
              ? t(
                  '这条记录已落盘，还没有进存证点；下一个存证点会把它包含进去。',
                  'This record is on disk; the next seal point will cover it.',
                )
              : t(
                  `${name} → ${data.proof.length} 步 → 存证点。改动任何一个字，这条路就走不通。`,
                  `${name} → ${data.proof.length} steps → seal point. Change one character and the path no longer fits.`,
                )}
          </p>
          <Space wrap>
            <EvidencePack about={`records/${slugOf(log)}/${number}`} />
            <Button icon={<DownloadOutlined />} onClick={download} data-test="record-download">
              {t('下载证明', 'Download the proof')}
            </Button>
          </Space>
          <Collapse
            items={[
              {
                key: 'technical',
                label: t('原文与证明', 'Text and proof'),
                children: (
                  <div
                    style={{
                      overflowWrap: 'anywhere',
                      fontSize: 12,
                      display: 'flex',
                      flexDirection: 'column',
                      gap: 8,
                    }}
                  >
                    <pre style={{ margin: 0, whiteSpace: 'pre-wrap' }}>{pretty(data.body)}</pre>
                    {data.withheld.length > 0 && (
                      <p style={{ margin: 0 }} data-test="record-withheld">
                        {t(
                          '原文中的对象摘要（subject）只向有“查询谁使用过”权限的岗位显示。',
                          'The digest of the person or company (subject) is left out: only posts that may look persons up see it.',
                        )}
                      </p>
                    )}
                    <code>{data.commitment}</code>
                    {data.proof.map((step, index) => (
                      <code key={step}>
                        {index + 1}. {step}
                      </code>
                    ))}
                    <pre style={{ margin: 0, whiteSpace: 'pre-wrap' }}>{data.checkpoint}</pre>
                  </div>
                ),
              },
            ]}
          />
        </div>
      )}
    </Drawer>
  );
}

/** What a record of use says in words beyond the columns of the list; other records say nothing of it. */
function factsOf(body: string, t: (zh: string, en: string) => string) {
  const told = parsed(body);
  const words: [key: string, label: string][] = [
    ['caseNo', t('办件编号', 'Case number')],
    ['scenario', t('应用场景', 'Scenario')],
    ['service', t('服务', 'Service')],
  ];
  return words.flatMap(([key, label]) => {
    const text = told[key];
    return typeof text === 'string' && text !== '' ? [{ key, label, children: text }] : [];
  });
}

function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // A body that is no JSON is shown as it was sealed, below.
    return {};
  }
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // Not every record is JSON; then it is shown as it was sealed.
    return body;
  }
}
