import { Alert, Button, Card, Progress, Result, Steps } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Problem, api, useLoad } from '../../api.ts';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { OurTabs } from '../catalog/OurTabs.tsx';
import { CheckStep } from './CheckStep.tsx';
import { ChooseStep } from './ChooseStep.tsx';
import type { Upload } from './types.ts';

const WORKING: readonly Upload['state'][] = ['waiting', 'checking', 'importing'];
const STEP: Record<Upload['state'], number> = {
  waiting: 1,
  checking: 1,
  checked: 1,
  refused: 1,
  importing: 2,
  imported: 2,
};

/** Why a file was refused, as any other refusal of the platform. */
const problemOf = (problem: NonNullable<Upload['problem']>): Problem =>
  new Problem({ status: 422, ...problem });

/** 表格导入: choose a file, see everything that is wrong with it, import all or what is right. */
export function ImportPage() {
  const { t } = useText();
  const [query, setQuery] = useSearchParams();
  const id = query.get('id');
  const { data, problem, reload } = useUpload(id);
  const choose = () => setQuery({});
  async function forget() {
    if (data) await api.delete(`/api/imports/${data.id}`).catch(() => undefined);
    choose();
  }
  return (
    <>
      <PageTitle title={t('表格导入', 'Import from a spreadsheet')} name={t('表格导入', 'Import')} />
      <OurTabs current="import" />
      <Card>
        <Steps
          current={data ? STEP[data.state] : 0}
          items={[
            { title: t('选文件', 'Choose a file') },
            { title: t('核对', 'Check') },
            { title: t('导入', 'Import') },
          ]}
          style={{ maxWidth: 720, marginBottom: 24 }}
        />
        {problem && <RefusalNotice problem={problem} />}
        {id === null && <ChooseStep onUploaded={upload => setQuery({ id: String(upload.id) })} />}
        {data && WORKING.includes(data.state) && <Working upload={data} />}
        {data?.state === 'refused' && data.problem && <RefusalNotice problem={problemOf(data.problem)} />}
        {data?.state === 'checked' && (
          <>
            {data.problem && <RefusalNotice problem={problemOf(data.problem)} />}
            <CheckStep upload={data} onChanged={reload} />
          </>
        )}
        {data?.state === 'imported' && <Imported upload={data} onMore={choose} />}
        {(data?.state === 'refused' || data?.state === 'checked') && (
          <Button onClick={() => void forget()} style={{ marginTop: 16 }} data-test="import-again">
            {t('放弃，重新选文件', 'Give it up and choose another file')}
          </Button>
        )}
      </Card>
    </>
  );
}

/** Asks again and again while somebody works on it. */
function useUpload(id: string | null) {
  const [live, setLive] = useState(true);
  const path = id === null ? null : `/api/imports/${id}`;
  const loaded = useLoad<Upload>(path, undefined, [], live ? { every: 800 } : undefined);
  const working = loaded.data === undefined || WORKING.includes(loaded.data.state);
  if (working !== live) setLive(working);
  return loaded;
}

function Working({ upload }: { upload: Upload }) {
  const { t, language } = useText();
  const importing = upload.state === 'importing';
  const total = importing ? upload.rightEntries : upload.rows;
  const percent = total === 0 ? 0 : Math.min(99, Math.floor((upload.rowsRead / total) * 100));
  const [read, all] = [formatCount(upload.rowsRead, language), formatCount(total, language)];
  return (
    <div aria-live="polite" data-test="import-progress">
      <p>
        {importing
          ? t('正在导入', 'Importing')
          : upload.state === 'waiting'
            ? t('正在排队核对', 'Waiting to be checked')
            : t('正在核对', 'Checking')}{' '}
        {upload.name}
      </p>
      <Progress percent={percent} status="active" style={{ maxWidth: 640 }} />
      <p>
        {importing
          ? t(`已写入 ${read} / ${all} 条`, `${read} of ${all} entries`)
          : t(`已读 ${read} / ${all} 行`, `${read} of ${all} rows read`)}
      </p>
      {importing && (
        <Alert
          type="info"
          showIcon
          title={t('全部写完才会保存，中途出错则什么都不保存。', 'All is saved at the end, or nothing.')}
          style={{ maxWidth: 640 }}
        />
      )}
    </div>
  );
}

function Imported({ upload, onMore }: { upload: Upload; onMore: () => void }) {
  const { t, language } = useText();
  const count = formatCount(upload.imported.length, language);
  const left = upload.entries - upload.imported.length;
  const [first] = upload.imported;
  return (
    <Result
      status="success"
      title={t(`已导入 ${count} 条目录，都是草稿`, `${count} entries imported, as drafts`)}
      subTitle={
        left > 0
          ? t(`另有 ${left} 条有问题，没有导入。`, `${left} entries with faults were left out.`)
          : t('文件已从平台删除。', 'The file was deleted from the platform.')
      }
      extra={[
        <Link key="list" to="/our-catalog?state=draft">
          <Button type="primary">{t('看这些草稿', 'See these drafts')}</Button>
        </Link>,
        first !== undefined && (
          <Link key="first" to={`/our-catalog/${first}`}>
            <Button>{t('打开第一条', 'Open the first one')}</Button>
          </Link>
        ),
        <Button key="more" onClick={onMore}>
          {t('再导入一个文件', 'Import another file')}
        </Button>,
      ]}
    />
  );
}
