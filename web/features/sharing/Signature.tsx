import { theme } from 'antd';
import { roleName } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';

/** In whose name it is signed. */
export function Signature() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session } = useSession();
  if (!session.post) return null;
  const { departmentName, role } = session.post;
  return (
    <span style={{ color: token.colorTextSecondary, fontSize: 13 }}>
      {t(
        `以 ${departmentName} ${roleName(role, language)} 身份签批`,
        `Signed as ${roleName(role, language)}, ${departmentName}`,
      )}
    </span>
  );
}
