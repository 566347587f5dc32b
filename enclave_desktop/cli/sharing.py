"""`share`, `move`: a record for several people on a PostgreSQL server, and the way there and back."""

from argparse import Namespace

from enclave_desktop.cli.opening import key_of, open_record
from enclave_desktop.cli.progress import show_progress
from enclave_desktop.records.server_address import ServerAddress


def share(call: Namespace) -> int:
    from enclave_desktop.records.postgres_sharing import member_statement
    from enclave_desktop.records.postgres_sharing import share as share_

    address: ServerAddress = call.address
    password = key_of(address)
    done = share_(address, password)  # type: ignore[arg-type]  # an address has a password
    print(
        f"数据库 {address.database} 可以共享了。"
        if done.was
        else f"已在数据库 {address.database} 里新建空档案。要搬来已有的档案，请另用一个空数据库：先 move，再 share。"
    )
    if done.missing:
        print("这个用户不能建立身份。请让服务器的管理员在 psql 里运行下面几行，再运行一次 share：")
        for role in done.missing:
            print(f'  CREATE ROLE "{role}" NOLOGIN;')
        return 1
    print("身份（权限由数据库把关）：")
    for role, words in done.roles.items():
        print(f"  {words}　{role}")
    print("给一个人开通，在 psql 里运行（换成他的用户名，按提示输入密码）：")
    print('  CREATE ROLE "用户名" LOGIN;')
    print('  \\password "用户名"')
    for role, words in done.roles.items():
        print(f"  {member_statement(role, '用户名')}　-- {words}")
    return 0


def move(call: Namespace) -> int:
    from enclave_desktop.records.moving import move as move_

    password = key_of(call.to) if isinstance(call.to, ServerAddress) else None
    with open_record(call.record, read_only=True) as record:
        sums = move_(record, call.to, key=password, told=show_progress)
    rows = sum(one.rows for one in sums.values())
    print(f"已搬到 {call.to}：共 {rows} 行（包括历史、附件和已打印的材料），逐行核对一致。")
    print(f"原来的 {call.record} 没有改动；以后请只用新的，旧的留作备份。")
    return 0
