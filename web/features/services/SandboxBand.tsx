import { Alert, Button, Popconfirm } from 'antd';
import { api, useLoad } from '../../api.ts';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import type { Grant } from '../grants/types.ts';
import type { GrantService, GrantServiceRecorded } from './types.ts';

/** A grant whose calls still get rows of nobody: said at the top of its page, with the one click that changes it. */
export function SandboxBand({ grant }: { grant: Grant }) {
  const { t } = useText();
  const calls = grant.mode === 'query' || grant.mode === 'verify';
  const { data, reload } = useLoad<GrantService>(calls ? `/api/grant-services/${grant.id}` : null);
  const { busy, problem, send } = useSend();
  if (data?.environment.now !== 'sandbox') return null;
  const turn = () =>
    void send(async () => {
      await api.post<GrantServiceRecorded>(`/api/grant-services/${grant.id}/live`, {});
      reload();
    });
  return (
    <>
      <Alert
        showIcon
        type="warning"
        data-test="sandbox-band"
        title={t('现在返回的是沙箱数据，不是真实数据', 'Calls get synthetic rows, not real data')}
        description={t(
          '授权已生效。程序调通以后，由使用部门切换到正式环境；地址、服务编码和密钥都不变。',
          'The grant is in force. When its client works, the consumer turns to live data; address, code and key stay.',
        )}
        action={
          data.may.turn ? (
            <Popconfirm
              title={t('切换到正式环境？', 'Turn to live data?')}
              description={t(
                '从现在起，正式密钥的调用返回真实数据并计入使用记录，不能切换回来。',
                'From now on calls with live keys get real data. There is no way back.',
              )}
              okText={t('切换', 'Turn')}
              cancelText={t('取消', 'Cancel')}
              onConfirm={turn}
              okButtonProps={{ ['data-test']: 'turn-live-confirm' }}
            >
              <Button type="primary" loading={busy} data-test="turn-live">
                {t('切换到正式环境', 'Turn to live data')}
              </Button>
            </Popconfirm>
          ) : undefined
        }
      />
      {problem && <RefusalNotice problem={problem} />}
    </>
  );
}
