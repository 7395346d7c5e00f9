import { Button, Card, Select, Space } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useLoad } from '../../api.ts';
import { ExportButton } from '../../ui/ExportButton.tsx';
import { FilterBar, useFilters, WordsFilter } from '../../ui/FilterBar.tsx';
import { formatPercent } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { NumberLink } from '../../ui/NumberLink.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { saveFile } from '../../ui/saveFile.ts';
import { SheetDialog } from '../../ui/SheetDialog.tsx';
import { statusWord } from '../../ui/StatusTag.tsx';
import { AssetTable } from './AssetTable.tsx';
import { ReadDialog } from './ReadDialog.tsx';
import { SystemDialog } from './SystemDialog.tsx';
import type { System, Systems } from './types.ts';

const COVERS = ['covered', 'in_work', 'open', 'left_out'] as const;

/** Systems, their tables, and coverage, whose every figure opens its rows. */
export function InventoryPanel({ path, departmentId }: { path: string; departmentId?: number }) {
  const { t, language } = useText();
  const filters = useFilters();
  const navigate = useNavigate();
  const [turn, setTurn] = useState(0);
  const [dialog, setDialog] = useState<'system' | 'read' | 'sheet'>();
  const [editing, setEditing] = useState<System>();
  const { data, problem } = useLoad<Systems>('/api/inventory/systems', { departmentId }, [turn]);
  const [q, cover, system] = [filters.one('q'), filters.all('cover'), filters.one('system')];
  if (problem) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={10} />;
  const query = { departmentId, systemId: system, cover, q };
  const changed = () => setTurn(turn + 1);
  const to = (more: string): string =>
    `${path}?${departmentId === undefined ? '' : `department=${departmentId}`}${more}`;
  return (
    <div className="cards">
      <Card>
        <div className="number-row">
          <NumberLink
            to={to('&cover=covered&cover=in_work&cover=open')}
            value={data.needed === 0 ? '—' : formatPercent(data.covered / data.needed, language)}
            label={t('编目覆盖率', 'Coverage')}
            sub={t(`应编 ${data.needed} 张表`, `of ${data.needed} tables`)}
          />
          <NumberLink to={to('&cover=covered')} value={data.covered} label={t('已编目', 'Covered')} />
          <NumberLink to={to('&cover=in_work')} value={data.inWork} label={t('编制中', 'Being compiled')} />
          <NumberLink to={to('&cover=open')} value={data.open} label={t('未编目', 'No entry')} />
          <NumberLink to={to('&cover=left_out')} value={data.leftOut} label={t('无须编目', 'Needs none')} />
        </div>
      </Card>
      {data.mayEdit && (
        <Space wrap>
          <Button type="primary" data-test="inventory-read" onClick={() => setDialog('read')}>
            {t('从数据源读取', 'Read a source')}
          </Button>
          <Button data-test="inventory-sheet" onClick={() => setDialog('sheet')}>
            {t('从表格登记', 'From a spreadsheet')}
          </Button>
          <Button data-test="inventory-system" onClick={() => setDialog('system')}>
            {t('登记系统', 'Enter a system')}
          </Button>
        </Space>
      )}
      <div>
        <FilterBar
          onClear={q !== '' || cover.length > 0 || system !== '' ? () => void navigate(to('')) : undefined}
        >
          <Select
            allowClear
            value={system === '' ? null : Number(system)}
            onChange={value => filters.put('system', value ?? '')}
            placeholder={t('全部系统', 'Any system')}
            aria-label={t('系统', 'System')}
            style={{ minWidth: 200 }}
            options={data.items.map(one => ({
              value: one.id,
              label: t(
                `${one.name}${one.state === 'stopped' ? '（已停用）' : ''}（${one.covered}/${one.needed}）`,
                `${one.name}${one.state === 'stopped' ? ' (stopped)' : ''} (${one.covered}/${one.needed})`,
              ),
            }))}
          />
          <Select
            mode="multiple"
            allowClear
            value={cover}
            onChange={value => filters.put('cover', value)}
            placeholder={t('全部编目状态', 'Any coverage')}
            aria-label={t('编目状态', 'Coverage')}
            style={{ minWidth: 180 }}
            options={COVERS.map(value => ({ value, label: statusWord('cover', value, t) }))}
          />
          <WordsFilter placeholder={t('表名或数据名称', 'Table or title')} width={200} />
          {data.mayEdit && system !== '' && (
            <Button onClick={() => setEditing(data.items.find(one => String(one.id) === system))}>
              {t('修改系统', 'Change the system')}
            </Button>
          )}
          <ExportButton path="/api/inventory/export" query={query} />
        </FilterBar>
        <AssetTable query={query} turn={turn} mayEdit={data.mayEdit} onDone={changed} />
      </div>
      {(dialog === 'system' || editing) && (
        <SystemDialog
          system={editing}
          onClose={() => {
            setDialog(undefined);
            setEditing(undefined);
          }}
          onDone={changed}
        />
      )}
      {dialog === 'read' && (
        <ReadDialog systems={data.items} onClose={() => setDialog(undefined)} onDone={changed} />
      )}
      {dialog === 'sheet' && (
        <SheetDialog
          title={t('从表格登记数据资产', 'The inventory from a spreadsheet')}
          path="/api/inventory/sheet"
          hint={t(
            '一行一张表；下载的表格带着现在的内容，改好读回来即可。',
            'One table a row; what you download holds what there is, to be changed and read back.',
          )}
          onTemplate={() =>
            data.items.length === 0
              ? saveFile('/api/inventory/template', { format: 'xlsx' })
              : saveFile('/api/inventory/export', { format: 'xlsx' })
          }
          onClose={() => setDialog(undefined)}
          onSaved={changed}
        />
      )}
    </div>
  );
}
