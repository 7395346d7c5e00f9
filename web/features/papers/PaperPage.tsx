import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { App, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { Problem, useLoad } from '../../api.ts';
import { NoSuchPage } from '../../app/Faults.tsx';
import { Barcode } from '../../ui/Barcode.tsx';
import { useText } from '../../ui/language.tsx';
import { PrintSheet } from '../../ui/PrintSheet.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { saveFile } from '../../ui/saveFile.ts';
import { PaperBlocks } from './PaperBlocks.tsx';
import type { Paper, Subject } from './types.ts';

/** Where a case’s own page is. */
const CASE_PAGES: Record<Subject, string> = { applications: '/cases', grants: '/grants' };
const isSubject = (word: string | undefined): word is Subject => word !== undefined && word in CASE_PAGES;

/** A document of a case as it will be printed (ui.md, Print). It is official: its words are Chinese in either language. */
export function PaperPage() {
  const { subject, id = '', kind = '' } = useParams();
  if (!isSubject(subject)) return <NoSuchPage />;
  return <OnePaper key={`${subject}/${id}/${kind}`} subject={subject} id={id} kind={kind} />;
}

function OnePaper({ subject, id, kind }: { subject: Subject; id: string; kind: string }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const path = `/api/${subject}/${id}/papers/${kind}`;
  const { data, problem } = useLoad<Paper>(path);
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Skeleton active paragraph={{ rows: 12 }} />;

  async function download() {
    setBusy(true);
    try {
      await saveFile(`${path}.docx`);
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      void message.error(t(fault.title, fault.titleEn));
    } finally {
      setBusy(false);
    }
  }
  return (
    <PrintSheet
      title={data.title}
      back={<Link to={`${CASE_PAGES[subject]}/${id}`}>{t('回到办件', 'Back to the case')}</Link>}
      actions={
        <>
          <Button
            icon={<DownloadOutlined />}
            loading={busy}
            onClick={() => void download()}
            data-test="paper-docx"
          >
            {t('下载 Word 文件', 'Download as Word')}
          </Button>
          <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()} data-test="print">
            {t('打印', 'Print')}
          </Button>
        </>
      }
      corner={
        <>
          {data.barcode && <Barcode {...data.barcode} />}
          <div>编号：{data.no}</div>
          {data.record !== null && <div>存证号：{data.record.toLocaleString('en-US')}</div>}
          {data.marks.map(mark => (
            <div key={mark}>{mark}</div>
          ))}
        </>
      }
    >
      <PaperBlocks blocks={data.blocks} />
    </PrintSheet>
  );
}
