import { InboxOutlined } from '@ant-design/icons';
import { Form, Input, Modal, Progress, Upload, theme } from 'antd';
import { useRef, useState } from 'react';
import { Problem, api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { fileSize } from '../papers/fileSize.ts';
import { dropUpload, sendFile } from './sendFile.ts';
import type { FileRecorded, OwnFile, OwnFiles } from './types.ts';

/** 提供文件: choose it, say of which time it is, send it; a new version of `before` where there is one. */
export function GiveFile({
  list,
  before,
  onClose,
  onDone,
}: {
  list: OwnFiles;
  before: OwnFile | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const [file, setFile] = useState<File | null>(null);
  const [period, setPeriod] = useState(before?.period ?? '');
  const [note, setNote] = useState('');
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const leaving = useRef(new AbortController());
  const tooLarge = file !== null && file.size > list.largest * 1024 * 1024;
  const ready = file !== null && !tooLarge && period.trim().length >= 2;

  async function give() {
    if (!file) return;
    setProblem(null);
    setSent(0);
    leaving.current = new AbortController();
    try {
      const upload = await sendFile(list.entryId, file, setSent, leaving.current.signal);
      try {
        await api.post<FileRecorded>(`/api/files/uploads/${upload.id}/finish`, {
          period: period.trim(),
          note: note.trim(),
          replaces: before?.id ?? null,
        });
      } catch (fault) {
        await dropUpload(upload);
        throw fault;
      }
      onDone();
      onClose();
    } catch (fault) {
      if (leaving.current.signal.aborted) return;
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    } finally {
      setSent(null);
    }
  }
  function close() {
    leaving.current.abort();
    onClose();
  }

  return (
    <Modal
      open
      title={before === null ? t('提供文件', 'Provide a file') : t('提供新版本', 'Provide a new version')}
      okText={t('上传并提供', 'Upload and give out')}
      cancelText={sent === null ? t('取消', 'Cancel') : t('放弃上传', 'Drop the upload')}
      okButtonProps={{ disabled: !ready, loading: sent !== null }}
      onOk={() => void give()}
      onCancel={close}
      mask={{ closable: false }}
    >
      <Form layout="vertical">
        {before !== null && (
          <p style={{ marginTop: 0, color: token.colorTextSecondary }}>
            {t(
              `“${before.name}”将被替换，使用部门会收到消息；未完成的下载随即停止。`,
              `It takes the place of “${before.name}”. Consumers are told; downloads under way stop.`,
            )}
          </p>
        )}
        <Form.Item
          label={t('文件', 'File')}
          required
          {...(tooLarge
            ? {
                validateStatus: 'error' as const,
                help: t(
                  `超过 ${list.largest} MB。请压缩，或按时间、地区拆分。`,
                  `Larger than ${list.largest} MB. Pack it, or split it by time or region.`,
                ),
              }
            : {})}
        >
          <Upload.Dragger
            accept={list.kinds.map(kind => `.${kind}`).join(',')}
            showUploadList={false}
            disabled={sent !== null}
            beforeUpload={chosen => {
              setFile(chosen);
              setProblem(null);
              return false;
            }}
            data-test="file-choose"
          >
            <p style={{ margin: '4px 0', fontSize: 24, color: token.colorPrimary }}>
              <InboxOutlined aria-hidden />
            </p>
            {file === null ? (
              t('点这里选文件，或拖到这里', 'Choose a file here, or drop one')
            ) : (
              <span style={{ overflowWrap: 'anywhere' }}>
                {file.name} · {fileSize(file.size)}
              </span>
            )}
            <div style={{ marginTop: 4, fontSize: 12, color: token.colorTextSecondary }}>
              {t(
                `${list.kinds.join('、')}；不超过 ${list.largest} MB`,
                `${list.kinds.join(', ')}; at most ${list.largest} MB`,
              )}
            </div>
          </Upload.Dragger>
        </Form.Item>
        <Form.Item label={t('数据时间', 'Data of')} required>
          <Input
            value={period}
            maxLength={40}
            disabled={sent !== null}
            onChange={event => setPeriod(event.target.value)}
            placeholder={t('如 2026-10、2026 年三季度', 'such as 2026-10, 2026 Q3')}
            data-test="file-period"
          />
        </Form.Item>
        <Form.Item label={t('说明', 'Note')}>
          <Input
            value={note}
            maxLength={200}
            disabled={sent !== null}
            onChange={event => setNote(event.target.value)}
            placeholder={t('选填，如编码、口径', 'optional: encoding, scope')}
          />
        </Form.Item>
      </Form>
      {sent !== null && (
        <Progress
          percent={Math.floor(sent * 100)}
          format={percent => (percent === 100 ? t('核对中…', 'Checking…') : `${percent}%`)}
        />
      )}
      {problem && <RefusalNotice problem={problem} />}
      <p style={{ margin: '8px 0 0', fontSize: 12, color: token.colorTextSecondary }}>
        {t(
          '文件整份给出，平台不筛选、不脱敏。不得上传涉密内容。',
          'A file goes out whole: the platform leaves nothing out and masks nothing. Nothing secret.',
        )}
        {list.masked.length > 0 && (
          <>
            <br />
            {t(
              `目录对这些数据项设有脱敏，请在文件里脱敏后再上传：${list.masked.join('、')}。`,
              `The entry masks these items; mask them in the file first: ${list.masked.join(', ')}.`,
            )}
          </>
        )}
      </p>
    </Modal>
  );
}
