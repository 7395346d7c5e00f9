import { Button, Input, Modal, Table } from 'antd';
import { useState } from 'react';
import { useText } from '../../ui/language.tsx';
import { type ItemRow, rowOfElement } from './itemColumns.ts';
import type { CodeTable, Element } from './useStandards.ts';

/** 从标准数据元选择: what is chosen comes with its type, length and code table. */
export function FromElements({
  elements,
  codeTables,
  onRows,
}: {
  elements: readonly Element[];
  codeTables: readonly CodeTable[];
  onRows: (rows: ItemRow[]) => void;
}) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const asked = words.trim().toLowerCase();
  const shown = elements.filter(({ code, name, english, synonyms }) =>
    [code, name, english, ...synonyms].some(word => word.toLowerCase().includes(asked)),
  );
  function close() {
    setOpen(false);
    setChosen([]);
    setWords('');
  }
  return (
    <>
      <Button data-test="items-from-elements" onClick={() => setOpen(true)}>
        {t('从标准数据元选择', 'Choose standard elements')}
      </Button>
      <Modal
        open={open}
        width={720}
        title={t('从标准数据元选择', 'Choose standard elements')}
        onCancel={close}
        okText={
          chosen.length === 0 ? t('加入', 'Add') : t(`加入 ${chosen.length} 项`, `Add ${chosen.length} items`)
        }
        cancelText={t('不选', 'Close')}
        okButtonProps={{ disabled: chosen.length === 0, 'data-test': 'elements-add' }}
        onOk={() => {
          onRows(elements.filter(one => chosen.includes(one.code)).map(one => rowOfElement(one, codeTables)));
          close();
        }}
      >
        <Input
          allowClear
          value={words}
          style={{ marginBottom: 12 }}
          aria-label={t('查找数据元', 'Find an element')}
          placeholder={t('如“身份证”“出生日期”', 'Such as “identity” or “birth”')}
          onChange={event => setWords(event.target.value)}
        />
        <Table<Element>
          size="small"
          rowKey="code"
          dataSource={shown}
          pagination={{ pageSize: 8, showSizeChanger: false, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
          rowSelection={{
            selectedRowKeys: [...chosen],
            preserveSelectedRowKeys: true,
            onChange: keys => setChosen(keys.map(String)),
          }}
          aria-label={t('标准数据元', 'Standard elements')}
          columns={[
            { key: 'code', title: t('编号', 'Code'), dataIndex: 'code' },
            { key: 'name', title: t('名称', 'Name'), dataIndex: 'name' },
            {
              key: 'length',
              title: t('长度', 'Length'),
              align: 'right',
              render: (_, one) => one.length ?? '—',
            },
            { key: 'format', title: t('格式', 'Format'), render: (_, one) => one.format || '—' },
            {
              key: 'synonyms',
              title: t('别名', 'Other names'),
              render: (_, one) => one.synonyms.slice(0, 3).join('、') || '—',
            },
          ]}
        />
      </Modal>
    </>
  );
}
