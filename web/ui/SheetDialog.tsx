import { InboxOutlined } from '@ant-design/icons';
import { Alert, Button, Modal, Space, Table, Upload } from 'antd';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { SheetView } from '#modules/inventory/contract.ts';
import { api } from '../api.ts';
import { useText } from './language.tsx';
import { RefusalNotice } from './RefusalNotice.tsx';
import { useSend } from './useSend.ts';

type Report = Static<typeof SheetView>;

interface SheetDialogProps {
  title: string;
  /** What takes the file: checks it, and saves it when asked to. */
  path: string;
  /** What to fill in, and where the template is. */
  hint: string;
  onTemplate: () => Promise<void>;
  onClose: () => void;
  onSaved: () => void;
}

/** A small spreadsheet: chosen, checked with every wrong cell named, and saved only when a person says so. */
export function SheetDialog({ title, path, hint, onTemplate, onClose, onSaved }: SheetDialogProps) {
  const { t } = useText();
  const [file, setFile] = useState<File>();
  const [report, setReport] = useState<Report>();
  const { busy, problem, send } = useSend();

  const check = (chosen: File) =>
    send(async () => {
      setReport(undefined);
      setFile(chosen);
      setReport(await api.upload<Report>(path, { name: chosen.name, save: 'no' }, chosen));
    });
  const save = (which: 'all' | 'right') =>
    send(async () => {
      if (!file) return;
      await api.upload<Report>(path, { name: file.name, save: which }, file);
      onSaved();
      onClose();
    });
  const wrong = report ? report.rows - report.right : 0;
  return (
    <Modal
      open
      width={860}
      title={title}
      onCancel={onClose}
      footer={
        <Space wrap>
          <Button onClick={onClose}>{t('取消', 'Cancel')}</Button>
          {report && wrong > 0 && report.right > 0 && (
            <Button disabled={busy} data-test="sheet-right" onClick={() => void save('right')}>
              {t(`只保存正确的 ${report.right} 行`, `Save the ${report.right} right rows only`)}
            </Button>
          )}
          <Button
            type="primary"
            data-test="sheet-save"
            disabled={busy || !report || wrong > 0 || report.right === 0}
            onClick={() => void save('all')}
          >
            {t('全部保存', 'Save all')}
          </Button>
        </Space>
      }
    >
      <div className="cards" style={{ paddingBlock: 8 }}>
        <span>
          {hint}{' '}
          <Button type="link" style={{ padding: 0 }} onClick={() => void send(onTemplate)}>
            {t('下载表格', 'Download the sheet')}
          </Button>
        </span>
        <Upload.Dragger
          accept=".xlsx,.xlsm,.csv"
          showUploadList={false}
          disabled={busy}
          beforeUpload={chosen => {
            void check(chosen);
            return false;
          }}
        >
          <p className="ant-upload-drag-icon">
            <InboxOutlined aria-hidden />
          </p>
          <p className="ant-upload-text">
            {busy
              ? t('正在核对……', 'Checking …')
              : (file?.name ??
                t('点击或把表格拖到这里（.xlsx、.csv）', 'Click, or drop a sheet here (.xlsx, .csv)'))}
          </p>
        </Upload.Dragger>
        {problem && <RefusalNotice problem={problem} />}
        {report && (
          <Alert
            showIcon
            type={wrong > 0 ? 'warning' : 'success'}
            data-test="sheet-report"
            title={
              wrong > 0
                ? t(
                    `共 ${report.rows} 行，${wrong} 行有问题（${report.faultCount} 处），还没有保存任何内容`,
                    `${report.rows} rows, ${wrong} of them wrong (${report.faultCount} faults); nothing is saved yet`,
                  )
                : t(
                    `共 ${report.rows} 行，全部正确，还没有保存`,
                    `${report.rows} rows, all right; nothing is saved yet`,
                  )
            }
          />
        )}
        {report && report.faults.length > 0 && (
          <Table
            size="small"
            rowKey={(fault: Report['faults'][number]) => `${fault.cell} ${fault.problemEn}`}
            dataSource={report.faults}
            pagination={{ pageSize: 10, hideOnSinglePage: true }}
            scroll={{ x: 760 }}
            columns={[
              { title: t('单元格', 'Cell'), render: (_, fault) => <code>{fault.cell}</code> },
              { title: t('列', 'Column'), render: (_, fault) => fault.column },
              { title: t('现在的值', 'Value'), render: (_, fault) => fault.value || t('（空）', '(empty)') },
              { title: t('问题', 'Fault'), render: (_, fault) => t(fault.problem, fault.problemEn) },
              {
                title: t('应当怎样', 'Remedy'),
                width: 280,
                render: (_, fault) => t(fault.remedy, fault.remedyEn),
              },
            ]}
          />
        )}
      </div>
    </Modal>
  );
}
