import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { Problem, type Query } from '../api.ts';
import { useText } from './language.tsx';
import { saveFile } from './saveFile.ts';

/** The whole list as it is filtered, as a file. */
export function ExportButton({ path, query }: { path: string; query: Query }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  async function save(format: string) {
    setBusy(true);
    try {
      await saveFile(path, { ...query, format });
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      message.error(t(fault.title, fault.titleEn));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        onClick: ({ key }) => void save(key),
        items: [
          { key: 'xlsx', label: t('表格 .xlsx', 'Workbook .xlsx') },
          { key: 'csv', label: t('.csv（UTF-8）', '.csv (UTF-8)') },
          { key: 'csv-gbk', label: t('.csv（GBK）', '.csv (GBK)') },
        ],
      }}
    >
      <Button icon={<DownloadOutlined />} loading={busy} data-test="export-list">
        {t('导出', 'Export')}
      </Button>
    </Dropdown>
  );
}
