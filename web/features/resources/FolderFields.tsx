import { Form, Input, Select, Space } from 'antd';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import type { SourceFields } from './types.ts';

/** Which folder, of those that the operator opened for the department; it has no account and no password. */
export function FolderFields({ use }: { use: SourceFields['use'] }) {
  const { t } = useText();
  const folders = useLoad<string[]>('/api/sources/folders');
  const open = folders.data ?? [];
  const detected = { value: '', label: t('自动识别', 'Found out by itself') };
  const plain = { value: '', label: 'UTF-8' };
  const marked = {
    value: 'utf-8-bom',
    label: t('UTF-8，WPS 和 Excel 直接打开', 'UTF-8 that WPS and Excel open'),
  };
  const encodings = [
    ...(use === 'provide' ? [detected, { value: 'utf-8', label: 'UTF-8' }] : [plain, marked]),
    { value: 'gb18030', label: 'GB18030 (GBK)' },
    { value: 'utf-16le', label: 'UTF-16' },
  ];
  return (
    <Space wrap size={16} align="start">
      <Form.Item
        name="host"
        label={t('文件夹', 'Folder')}
        rules={[{ required: true, message: t('请选文件夹', 'Choose a folder') }]}
        extra={
          folders.data && open.length === 0
            ? t(
                '还没有为本部门开放文件夹，请联系平台运维员',
                'None is open for your department; ask the operator',
              )
            : undefined
        }
      >
        <Select
          style={{ width: 220 }}
          data-test="source-folder"
          loading={folders.loading}
          options={open.map(name => ({ value: name, label: name }))}
        />
      </Form.Item>
      <Form.Item
        name="database"
        label={t('子文件夹', 'Folder inside')}
        rules={[
          {
            pattern: /^[^./\\][^/\\]*(?:\/[^./\\][^/\\]*)*$/,
            message: t('写作 in/2026，各级名称不以点开头', 'Write in/2026; no name begins with a dot'),
          },
        ]}
      >
        <Input style={{ width: 200 }} maxLength={200} placeholder="in/2026" data-test="source-subfolder" />
      </Form.Item>
      <Form.Item name="user" label={t('文件编码', 'Encoding')}>
        <Select style={{ width: 240 }} data-test="source-encoding" options={encodings} />
      </Form.Item>
    </Space>
  );
}
