import { Card, Typography } from 'antd';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import type { Application } from '../sharing/types.ts';
import { SampleTable } from './SampleTable.tsx';
import type { CaseSandbox } from './types.ts';

/** While an application waits: its system may be made to work against rows of nobody, at the address of later. */
export function CaseSandboxCard({ application, stage }: { application: Application; stage: string }) {
  const { t } = useText();
  const { session } = useSession();
  const mine = session.post?.departmentId === application.consumer.id;
  const { data } = useLoad<CaseSandbox>(mine ? `/api/case-sandboxes/${application.id}` : null, undefined, [
    stage,
  ]);
  if (!data?.open || !data.front) return null;
  return (
    <Card title={t('沙箱', 'Sandbox')} data-test="case-sandbox">
      <p style={{ marginTop: 0 }}>
        {t(
          '不用等答复就可以开发：应用系统现在就能按下面的服务编码调用，返回的是按目录编造的数据，和任何人无关。授权以后，由使用部门切换到正式环境，地址不变。',
          'Development need not wait for the answer: your system may call this code now and gets rows made from the catalog, about nobody. When it is granted, you turn to live data; the address stays.',
        )}
      </p>
      <p style={{ margin: '8px 0 12px' }}>
        {t('服务编码 ', 'Service code ')}
        <Typography.Text code copyable>
          {data.sid}
        </Typography.Text>
      </p>
      <SampleTable samples={data.samples} />
    </Card>
  );
}
