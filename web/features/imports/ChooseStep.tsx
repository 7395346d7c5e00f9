import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { Button, Space, Upload as Chooser } from 'antd';
import { Link } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { saveFile } from '../../ui/saveFile.ts';
import { useSend } from '../../ui/useSend.ts';
import type { Upload, Uploads } from './types.ts';

/** Step 1: the file, and the template for those who have none. */
export function ChooseStep({ onUploaded }: { onUploaded: (upload: Upload) => void }) {
  const { t, language } = useText();
  const { busy, problem, send } = useSend();
  const { data } = useLoad<Uploads>('/api/imports');
  const open = data?.items.filter(one => one.state === 'checked') ?? [];

  const upload = (file: File) =>
    send(async () => onUploaded(await api.upload<Upload>('/api/imports', { name: file.name }, file)));
  const template = (format: string) => send(() => saveFile('/api/imports/template', { format }));

  return (
    <Space orientation="vertical" size={16} style={{ width: '100%', maxWidth: 720 }}>
      {problem && <RefusalNotice problem={problem} />}
      <Chooser.Dragger
        accept=".xlsx,.xlsm,.csv"
        showUploadList={false}
        disabled={busy}
        beforeUpload={file => {
          void upload(file);
          return false;
        }}
      >
        <p className="ant-upload-drag-icon">
          <InboxOutlined aria-hidden />
        </p>
        <p className="ant-upload-text">
          {busy
            ? t('正在上传……', 'Uploading …')
            : t('点击或把表格拖到这里', 'Click, or drop a spreadsheet here')}
        </p>
        <p className="ant-upload-hint">
          {t(
            '支持 .xlsx .csv，最大 20 MB，由本平台模板填写',
            '.xlsx or .csv made from the template, at most 20 MB',
          )}
        </p>
      </Chooser.Dragger>
      <Space wrap>
        <Button icon={<DownloadOutlined />} onClick={() => void template('xlsx')} data-test="template">
          {t('下载模板（含填写说明）', 'Download the template, with notes')}
        </Button>
        <Button type="link" onClick={() => void template('csv')}>
          {t('.csv 模板', '.csv template')}
        </Button>
        <Button type="link" onClick={() => void template('csv-gbk')}>
          {t('.csv 模板（GBK）', '.csv template (GBK)')}
        </Button>
      </Space>
      {open.length > 0 && (
        <section>
          <h2 style={{ fontSize: 15, marginBottom: 8 }}>
            {t('核对过、还没有导入的', 'Checked and not imported')}
          </h2>
          {open.map(one => (
            <p key={one.id}>
              <Link to={`/our-catalog/import?id=${one.id}`}>{one.name}</Link>{' '}
              {t(`${one.entries} 条，上传于`, `${one.entries} entries, uploaded`)}{' '}
              {formatTime(one.createdAt, language)}
            </p>
          ))}
        </section>
      )}
    </Space>
  );
}
