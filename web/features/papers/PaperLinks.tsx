import { DownloadOutlined, FileTextOutlined } from '@ant-design/icons';
import { App, Button, Tooltip, theme } from 'antd';
import { Link } from 'react-router';
import { Problem, useLoad } from '../../api.ts';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { saveFile } from '../../ui/saveFile.ts';
import type { PaperList, PaperRow, Subject } from './types.ts';

interface PaperLinksProps {
  subject: Subject;
  id: number;
  /** Whatever changes when the case has moved on: then there may be another paper. */
  version?: string | number;
}

/** The documents that a case has now, each as a page to print and as a file. */
export function PaperLinks({ subject, id, version = '' }: PaperLinksProps) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { message } = App.useApp();
  const { data, problem } = useLoad<PaperList>(`/api/${subject}/${id}/papers`, undefined, [version]);
  if (problem && !data) return <RefusalNotice problem={problem} />;

  async function download({ kind }: PaperRow) {
    try {
      await saveFile(`/api/${subject}/${id}/papers/${kind}.docx`);
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      void message.error(t(fault.title, fault.titleEn));
    }
  }
  return (
    <ul data-test="papers" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {(data?.items ?? []).map(paper => {
        const title = t(paper.title, paper.titleEn);
        const when = paper.at === null ? t('草稿', 'Draft') : formatDate(paper.at, language);
        return (
          <li
            key={paper.kind}
            style={{
              display: 'flex',
              gap: 8,
              alignItems: 'center',
              justifyContent: 'space-between',
              paddingBlock: 4,
            }}
          >
            <span style={{ minWidth: 0 }}>
              <Link to={`/papers/${subject}/${id}/${paper.kind}`} data-test={`paper-${paper.kind}`}>
                <FileTextOutlined aria-hidden /> {title}
              </Link>
              <span
                style={{
                  display: 'block',
                  color: token.colorTextSecondary,
                  fontSize: 12,
                  overflowWrap: 'anywhere',
                }}
              >
                {paper.no} · {when}
              </span>
            </span>
            <Tooltip title={t('下载 Word 文件', 'Download as Word')}>
              <Button
                type="text"
                icon={<DownloadOutlined />}
                aria-label={t(`下载${title}`, `Download: ${title}`)}
                onClick={() => void download(paper)}
              />
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
