import { DeleteOutlined, PaperClipOutlined, UploadOutlined } from '@ant-design/icons';
import { App, Button, Popconfirm, Upload, theme } from 'antd';
import { api, useLoad } from '../../api.ts';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { saveFile } from '../../ui/saveFile.ts';
import { useSend } from '../../ui/useSend.ts';
import { fileSize } from './fileSize.ts';
import type { Attachment, AttachmentList, AttachmentRecorded } from './types.ts';

const ACCEPT = '.pdf,.ofd,.doc,.docx,.wps,.xls,.xlsx,.et,.png,.jpg,.jpeg';
/** The platform refuses more; asking it with 100 MB on the way would only take the reader’s time. */
const LARGEST = 20 * 1024 * 1024;

interface AttachmentsProps {
  /** What they belong to: application:12. */
  object: string;
  /** Whatever changes when the case has moved on. */
  version?: string | number;
  onChange?: () => void;
}

/** What is attached to a case: to read for whoever sees it, to change for whoever may. */
export function Attachments({ object, version = '', onChange }: AttachmentsProps) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { message } = App.useApp();
  const {
    data,
    problem: notLoaded,
    reload,
  } = useLoad<AttachmentList>('/api/attachments', { object }, [version]);
  const { busy, problem, send } = useSend();

  const doing = (work: () => Promise<unknown>, changes = true) =>
    send(async () => {
      await work();
      if (!changes) return;
      reload();
      onChange?.();
    });
  function attach(file: File) {
    if (file.size > LARGEST)
      return void message.error(
        t(`“${file.name}”超过 20 MB，没有上传`, `“${file.name}” is larger than 20 MB and was not sent`),
      );
    void doing(() => api.upload<AttachmentRecorded>('/api/attachments', { object, name: file.name }, file));
  }
  if (notLoaded && !data) return <RefusalNotice problem={notLoaded} />;
  if (!data) return null;
  const { items, mayAttach } = data;
  return (
    <div data-test="attachments" style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
      {problem && <RefusalNotice problem={problem} />}
      {items.length === 0 && (
        <span style={{ color: token.colorTextSecondary }}>{t('没有附件', 'Nothing is attached')}</span>
      )}
      {items.length > 0 && (
        <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {items.map(one => (
            <Line
              key={one.id}
              one={one}
              onOpen={() => void doing(() => saveFile(`/api/attachments/${one.id}`), false)}
              onRemove={() => void doing(() => api.delete(`/api/attachments/${one.id}`))}
            />
          ))}
        </ul>
      )}
      {mayAttach && (
        <div>
          <Upload
            accept={ACCEPT}
            showUploadList={false}
            disabled={busy}
            beforeUpload={file => {
              attach(file);
              return false;
            }}
          >
            <Button icon={<UploadOutlined />} loading={busy} data-test="attach">
              {t('上传附件', 'Attach a file')}
            </Button>
          </Upload>
          <div style={{ color: token.colorTextSecondary, fontSize: 12, marginTop: 4 }}>
            {t(
              'PDF、OFD、Word、Excel、png、jpg，每个不超过 20 MB，最多 20 个。不得上传涉密材料。',
              'PDF, OFD, Word, Excel, png or jpg, at most 20 MB each and 20 in all. Nothing secret.',
            )}
          </div>
        </div>
      )}
    </div>
  );
}

function Line({ one, onOpen, onRemove }: { one: Attachment; onOpen: () => void; onRemove: () => void }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  return (
    <li
      style={{
        display: 'flex',
        gap: 8,
        alignItems: 'center',
        justifyContent: 'space-between',
        paddingBlock: 4,
      }}
    >
      <span style={{ minWidth: 0 }}>
        <Button
          type="link"
          onClick={onOpen}
          style={{
            padding: 0,
            height: 'auto',
            whiteSpace: 'normal',
            textAlign: 'start',
            overflowWrap: 'anywhere',
          }}
        >
          <PaperClipOutlined aria-hidden /> {one.name}
        </Button>
        <span style={{ display: 'block', color: token.colorTextSecondary, fontSize: 12 }}>
          {fileSize(one.size)} · {one.post} · {formatTime(one.addedAt, language)}
        </span>
      </span>
      {one.removable && (
        <Popconfirm title={t(`删除“${one.name}”？`, `Remove “${one.name}”?`)} onConfirm={onRemove}>
          <Button
            type="text"
            danger
            icon={<DeleteOutlined />}
            aria-label={t(`删除${one.name}`, `Remove ${one.name}`)}
          />
        </Popconfirm>
      )}
    </li>
  );
}
