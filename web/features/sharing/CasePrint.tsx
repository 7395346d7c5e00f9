import { Skeleton } from 'antd';
import { Link, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { Barcode } from '../../ui/Barcode.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PrintSheet } from '../../ui/PrintSheet.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { Application } from './types.ts';
import { modeWord, rowSentence } from './words.ts';

/** 需求申请表 as a sheet of A4. It is an official form: its words are Chinese in either language. */
export function CasePrint() {
  const { id } = useParams();
  const { t } = useText();
  const { session } = useSession();
  const { data, problem } = useLoad<Application>(`/api/applications/${id}`);
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Skeleton active paragraph={{ rows: 12 }} />;
  const zh = (chinese: string) => chinese;
  const asked = data.items.filter(item => item.requested);
  const record = data.history.findLast(step => step.record !== null)?.record ?? null;
  const line = (label: string, value: React.ReactNode) => (
    <tr>
      <th scope="row">{label}</th>
      <td>{value}</td>
    </tr>
  );
  return (
    <PrintSheet
      title="政务数据共享需求申请表"
      back={<Link to={`/cases/${data.id}`}>{t('回到办件', 'Back to the case')}</Link>}
      corner={
        <>
          <Barcode text={data.no.replaceAll(/[^\x20-\x7e]/gu, '').replace(/^-/u, '')} />
          编号 {data.no}
          {record !== null && <div>存证号 {record.toLocaleString('en-US')}</div>}
          {session.demonstration && <div>演示数据</div>}
        </>
      }
    >
      <table data-test="print-table">
        <tbody>
          {line('申请部门', data.consumer.name)}
          {line('提供部门', data.provider.name)}
          {line(
            '目录名称及代码',
            `${data.entryTitle}${data.entryCode === null ? '' : `（${data.entryCode}）`}`,
          )}
          {line('办理事项', data.matter)}
          {line('使用依据', data.ground)}
          {line('应用场景', data.scenario)}
          {line('共享方式', modeWord(data.mode, zh))}
          {line(`数据项（${asked.length} 项）`, asked.map(item => item.name).join('、'))}
          {line(
            '数据范围',
            data.rows.length === 0 ? '全部记录' : data.rows.map(row => rowSentence(row, zh)).join('；'),
          )}
          {line('使用范围', data.scope)}
          {line('使用期限', `至 ${formatDate(data.until, 'zh')}`)}
          {line('使用系统', data.system.name)}
          {line('承诺', '申请真实、合法、必要，不超出使用范围，不提供给第三方。')}
        </tbody>
      </table>
      <table style={{ marginTop: '12pt' }}>
        <tbody>
          <tr>
            <td style={{ width: '50%' }}>
              <div className="stamp">
                <span>申请部门（盖章）</span>
                <span>负责人签字：　　　　　年　　月　　日</span>
              </div>
            </td>
            <td>
              <div className="stamp">
                <span>提供部门意见（盖章）</span>
                {data.answer !== null && <span>{data.answer.reason}</span>}
                <span>负责人签字：　　　　　年　　月　　日</span>
              </div>
            </td>
          </tr>
        </tbody>
      </table>
    </PrintSheet>
  );
}
