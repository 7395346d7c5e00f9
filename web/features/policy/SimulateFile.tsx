import { Button, Card, Input, Upload } from 'antd';
import { useEffect, useState } from 'react';
import { api, Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { SimulationResult } from './SimulationResult.tsx';
import { readTable } from './readTable.ts';
import type { FileSimulation } from './types.ts';

/** Made-up cases in the columns that are asked for. */
const EXAMPLE = '/past-cases.csv';

interface SimulateFileProps {
  title: string;
  profile: string;
  from: string;
  until: string;
}

/** 往期办件表格: cases from before the platform, from a table that stays with whoever has it. */
export function SimulateFile({ title, profile, from, until }: SimulateFileProps) {
  const { t } = useText();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [department, setDepartment] = useState('');
  const [found, setFound] = useState<FileSimulation | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (asked === '') return;
    let current = true;
    setBusy(true);
    const more = { ...(until && { until }), ...(department && { department }) };
    api
      .post<FileSimulation>('/api/simulations/file', { profile, from, text: asked, ...more })
      .then(
        value => {
          if (!current) return;
          setFound(value);
          setProblem(null);
        },
        (fault: unknown) => {
          if (!(fault instanceof Problem)) throw fault;
          if (!current) return;
          setFound(null);
          setProblem(fault);
        },
      )
      .finally(() => {
        if (current) setBusy(false);
      });
    return () => {
      current = false;
    };
  }, [profile, from, until, department, asked]);

  function take(next: string) {
    setText(next);
    setDepartment('');
    setAsked(next);
  }

  return (
    <div className="cards">
      <Card size="small" title={t('往期办件表格', 'A table of past cases')}>
        <p style={{ marginBottom: 8 }}>
          {t(
            '首行写列名：提供部门、受理日期、办结日期（未办结留空）、共享类型（有条件或无条件）；可另有办件号。从 WPS 或 Excel 复制粘贴，或选择 CSV 文件。表格只用于本次试算，不保存。',
            'The first row names the columns: department, received, decided (empty while open), kind (conditional or unconditional), and no if you like. Paste from WPS or Excel, or choose a CSV file. The table is used for this trial only and not kept.',
          )}
        </p>
        <Input.TextArea
          rows={6}
          value={text}
          maxLength={300_000}
          aria-label={t('往期办件', 'Past cases')}
          data-test="past-cases"
          onChange={event => setText(event.target.value)}
          style={{ fontFamily: 'monospace' }}
        />
        <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', marginTop: 8 }}>
          <Button
            type="primary"
            disabled={text.trim() === '' || busy}
            data-test="past-cases-run"
            onClick={() => take(text)}
          >
            {t('试算', 'Count')}
          </Button>
          <Upload
            accept=".csv,.txt,text/csv"
            showUploadList={false}
            beforeUpload={file => {
              void readTable(file).then(take);
              return false;
            }}
          >
            <Button>{t('选择 CSV 文件', 'Choose a CSV file')}</Button>
          </Upload>
          <Button
            data-test="past-cases-example"
            onClick={() =>
              void fetch(EXAMPLE)
                .then(answer => answer.blob())
                .then(readTable)
                .then(take)
            }
          >
            {t('用示例（虚构）试算', 'Try a made-up example')}
          </Button>
          <a href={EXAMPLE} download style={{ alignSelf: 'center' }}>
            {t('下载示例表格', 'Download the example')}
          </a>
        </div>
      </Card>
      {problem && <RefusalNotice problem={problem} />}
      {found && (
        <Found found={found} title={title} busy={busy} department={department} choose={setDepartment} />
      )}
    </div>
  );
}

interface FoundProps {
  found: FileSimulation;
  title: string;
  busy: boolean;
  department: string;
  choose: (department: string) => void;
}

function Found({ found, title, busy, department, choose }: FoundProps) {
  const { t } = useText();
  const strangers = found.departments.filter(one => !one.known).map(one => one.name);
  return (
    <>
      {(found.outside > 0 || strangers.length > 0) && (
        <p data-test="past-cases-notes">
          {found.outside > 0 &&
            t(
              `另有 ${found.outside} 件的受理日期不在所选时间内，没有计入。`,
              `${found.outside} more were received outside the days chosen and are not counted. `,
            )}
          {strangers.length > 0 &&
            t(
              `${strangers.join('、')}不是本平台的部门，“当时的规定”按本地区计算。`,
              `${strangers.join(', ')}: no department of this platform; the rules of this region are taken as those they had.`,
            )}
        </p>
      )}
      <SimulationResult
        title={title}
        head={found}
        loading={busy}
        more={found.more}
        empty={t('表格里没有这段时间受理的办件。', 'The table has no case received then.')}
        onAll={department === '' ? undefined : () => choose('')}
        departments={found.departments.map(one => ({
          ...one,
          key: one.name,
          link: (
            <Button
              type="link"
              style={{ padding: 0 }}
              aria-label={t(`只看${one.name}的办件`, `Only cases of ${one.name}`)}
              onClick={() => choose(one.name)}
            >
              {one.name}
            </Button>
          ),
        }))}
        cases={found.cases.map(one => {
          const name = one.no === '' ? t(`第 ${one.line} 行`, `line ${one.line}`) : one.no;
          return { ...one, key: String(one.line), name, link: name };
        })}
      />
    </>
  );
}
