import { DownloadOutlined } from '@ant-design/icons';
import { Alert, Button, Popconfirm, Select, Space, Statistic } from 'antd';
import { useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { saveFile } from '../../ui/saveFile.ts';
import { useSend } from '../../ui/useSend.ts';
import { FaultTable } from './FaultTable.tsx';
import type { Faults, Upload } from './types.ts';
import { kindWord, lossWord } from './words.ts';

export const PAGE_SIZE = 50;

/** Step 2: what is right, what is wrong and where, and the choice between all and the right ones. */
export function CheckStep({ upload, onChanged }: { upload: Upload; onChanged: () => void }) {
  const { t } = useText();
  const [kind, setKind] = useState<string[]>([]);
  const [page, setPage] = useState(1);
  const { busy, problem, send } = useSend();
  const { data, loading } = useLoad<Faults>(
    `/api/imports/${upload.id}/faults`,
    { kind, page, size: PAGE_SIZE },
    [upload.faults, upload.rightEntries],
  );
  const wrong = upload.entries - upload.rightEntries;
  const repairs = data?.kinds.reduce((sum, one) => sum + one.repairs, 0) ?? 0;

  const doing = (work: () => Promise<unknown>) => send(work, undefined, onChanged);
  const bring = (which: 'all' | 'right') =>
    doing(() => api.post(`/api/imports/${upload.id}/import`, { which }));
  const correct = (cells: { sheet: string; cell: string; value: string }[], all = false) =>
    doing(() => api.put(`/api/imports/${upload.id}/cells`, { cells, repairs: all }));

  return (
    <Space orientation="vertical" size={16} style={{ width: '100%' }}>
      {problem && <RefusalNotice problem={problem} />}
      <div className="number-row" data-test="import-figures">
        <Statistic title={t('共', 'In all')} value={upload.entries} suffix={t('条', '')} />
        <Statistic title={t('可导入', 'Right')} value={upload.rightEntries} suffix={t('条', '')} />
        <Statistic title={t('有问题', 'With faults')} value={wrong} suffix={t('条', '')} />
        <Statistic title={t('数据项', 'Items')} value={upload.items} suffix={t('个', '')} />
        <Statistic title={t('有问题的单元格', 'Faults')} value={upload.faults} suffix={t('处', '')} />
      </div>
      <Notes upload={upload} />
      {upload.faults > 0 && (
        <>
          <Space wrap>
            <Select
              mode="multiple"
              allowClear
              value={kind}
              onChange={value => {
                setKind(value);
                setPage(1);
              }}
              placeholder={t('全部问题', 'All kinds')}
              aria-label={t('问题种类', 'Kinds of faults')}
              style={{ minWidth: 260 }}
              options={(data?.kinds ?? []).map(one => ({
                value: one.kind,
                label: `${kindWord(one.kind, t)} (${one.count})`,
              }))}
            />
            <Button
              icon={<DownloadOutlined />}
              disabled={busy}
              onClick={() => void doing(() => saveFile(`/api/imports/${upload.id}/annotated`))}
              data-test="annotated"
            >
              {t('下载标注好的表格', 'Download the marked spreadsheet')}
            </Button>
            {repairs > 0 && (
              <Popconfirm
                title={t(`采用 ${repairs} 处建议的改法？`, `Take ${repairs} suggestions?`)}
                description={t(
                  '只改平台里的这一份，采用后重新核对。',
                  'Only the copy here is changed, and checked again.',
                )}
                onConfirm={() => correct([], true)}
              >
                <Button disabled={busy} data-test="repairs">
                  {t(`采用建议的改法（${repairs} 处）`, `Take the suggestions (${repairs})`)}
                </Button>
              </Popconfirm>
            )}
          </Space>
          <FaultTable
            faults={data}
            loading={loading}
            page={page}
            onPage={setPage}
            busy={busy}
            onCorrect={cell => correct([cell])}
          />
        </>
      )}
      <Space wrap>
        <Button
          type="primary"
          disabled={busy || wrong > 0 || upload.entries === 0}
          onClick={() => void bring('all')}
          data-test="import-all"
        >
          {t('全部正确后导入', 'Import all, when all are right')}
        </Button>
        {wrong > 0 && upload.rightEntries > 0 && (
          <Popconfirm
            title={t(
              `只导入正确的 ${upload.rightEntries} 条，其余 ${wrong} 条不导入？`,
              `Import the ${upload.rightEntries} right ones and leave out ${wrong}?`,
            )}
            onConfirm={() => bring('right')}
          >
            <Button disabled={busy} data-test="import-right">
              {t(
                `只导入正确的 ${upload.rightEntries} 条`,
                `Import the ${upload.rightEntries} right ones only`,
              )}
            </Button>
          </Popconfirm>
        )}
      </Space>
    </Space>
  );
}

/** What the file holds that is not read, and that nothing is saved yet. */
function Notes({ upload }: { upload: Upload }) {
  const { t } = useText();
  return (
    <Space orientation="vertical" size={8} style={{ width: '100%' }}>
      <Alert
        type="info"
        showIcon
        title={t(
          '现在还没有保存任何内容；文件只有您本人看得到，一天后删除。',
          'Nothing is saved yet. Only you see the file; it is deleted after a day.',
        )}
      />
      {upload.losses.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t(
            '文件里的这些内容不会导入，也不会随标注好的表格回来：',
            'Not imported, and not in the marked file:',
          )}
          description={upload.losses.map(loss => lossWord(loss, t)).join(t('、', ', '))}
        />
      )}
      {upload.strangers.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t(
            '模板里没有这些列，没有读取：',
            'These columns are not in the template and were not read:',
          )}
          description={upload.strangers
            .map(one => `${one.sheet} ${one.cell} ${one.title}`)
            .join(t('、', ', '))}
        />
      )}
    </Space>
  );
}
