"""连接共享档案: server, database, user and password, tried before it is opened."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.held import Opening
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.sharing.fields import say
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.work import Job
from enclave_desktop.errors import UserError
from enclave_desktop.records.rights import Rights
from enclave_desktop.records.server_address import PORT, ServerAddress
from enclave_desktop.records.server_password import ServerPassword

_WIDTH = 500
_PORT_WIDTH = 80
_LAST_PORT = 65_535


def ask_server(window: QWidget, session: Session) -> None:
    """Ask for a server, and open the record on it."""
    dialog = ConnectDialog(session, window)
    dialog.chosen.connect(lambda address, password: session.begin(Opening(address, key=password)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class ConnectDialog(QDialog):
    """`chosen` gives an address and a password."""

    chosen = Signal(object, object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("连接共享档案")
        self.setMinimumWidth(_WIDTH)
        self._server, self._database, self._user = (QLineEdit(self) for _ in range(3))
        self._server.setPlaceholderText("例如 db.company.local")
        self._port = QLineEdit(str(PORT), self)
        self._port.setValidator(QIntValidator(1, _LAST_PORT, self))
        self._port.setFixedWidth(_PORT_WIDTH)
        self._password = QLineEdit(self)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._certificate = QLineEdit(self)
        self._certificate.setPlaceholderText("服务器用自签证书时选择，否则留空")
        self._remember = QCheckBox("记住密码（存进系统的密码库）", self)
        self._told = QLabel(self)
        self._told.setObjectName("banner")
        self._told.setWordWrap(True)
        self._told.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(10)
        whole.addWidget(label("subtitle", "连接共享档案", self))
        whole.addWidget(
            label(
                "second",
                "公司服务器（PostgreSQL）上的档案可以几个人同时用。地址和用户名请问管理它的人；连接一律加密。",
                self,
                wrap=True,
            )
        )
        whole.addLayout(self._fields())
        whole.addWidget(self._told)
        whole.addLayout(self._foot())
        self._server.setFocus()

    def _say(self, tone: str, words: str) -> None:
        """What stands above it keeps its height."""
        say(self._told, tone, words)
        QTimer.singleShot(0, self, self.adjustSize)  # once the layout knows

    def _fields(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self._server, 1)
        port = label("", "端口", self)
        port.setBuddy(self._port)
        beside.addWidget(port)
        beside.addWidget(self._port)
        choose = QPushButton("选择…", self)
        choose.setAutoDefault(False)
        choose.setAccessibleName("选择根证书")
        choose.clicked.connect(self._choose)
        root = QHBoxLayout()
        root.setSpacing(8)
        root.addWidget(self._certificate, 1)
        root.addWidget(choose)
        named: tuple[tuple[str, QLineEdit, Any], ...] = (
            ("服务器", self._server, beside),
            ("数据库", self._database, self._database),
            ("用户名", self._user, self._user),
            ("密码", self._password, self._password),
            ("根证书", self._certificate, root),
        )
        for words, widget, line in named:
            widget.setAccessibleName(words)
            head = label("", words, self)
            head.setBuddy(widget)
            head.setMinimumHeight(widget.sizeHint().height())
            form.addRow(head, line)
        self._port.setAccessibleName("端口")
        form.addRow("", self._remember)
        return form

    def _foot(self) -> QHBoxLayout:
        self._test = QPushButton("测试连接", self)
        self._test.setAutoDefault(False)
        self._test.clicked.connect(lambda: self._try(then_open=False))
        self._connect = QPushButton("连接", self)
        self._connect.setProperty("kind", "primary")
        self._connect.setDefault(True)
        self._connect.clicked.connect(lambda: self._try(then_open=True))
        leave = QPushButton("取消", self)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._test)
        foot.addStretch(1)
        foot.addWidget(self._connect)
        foot.addWidget(leave)
        return foot

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "根证书", "", "证书 (*.crt *.pem *.cer)")
        if name:
            self._certificate.setText(name)

    def _address(self) -> ServerAddress | None:
        wanted = (("服务器", self._server), ("数据库", self._database), ("用户名", self._user))
        for words, line in wanted:
            if not line.text().strip():
                self._say("warn", f"请填写{words}。")
                line.setFocus()
                return None
        certificate = self._certificate.text().strip()
        return ServerAddress(
            self._server.text().strip(),
            self._database.text().strip(),
            self._user.text().strip(),
            int(self._port.text() or PORT),
            Path(certificate) if certificate else None,
        )

    def _try(self, *, then_open: bool) -> None:
        address = self._address()
        if address is None:
            return
        typed = self._password.text()
        password = ServerPassword(typed) if typed else None
        remembers = self._remember.isChecked()
        self._busy(True)
        self._say("info", "正在连接…")

        def work(job: Job) -> Rights:
            from enclave_desktop.records.record import Record
            from enclave_desktop.records.server_password import remember

            with Record.open(address, key=password) as record:
                if remembers and password:
                    remember(address, password)
                return record.rights

        def done(rights: Rights) -> None:
            self._busy(False)
            if then_open:
                self.accept()
                self.chosen.emit(address, password)
            else:
                self._say("ok", f"连接正常。您的权限：{rights.value}。")

        self._session.worker.submit("连接共享档案", work, done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        if isinstance(error, UserError):
            self._say("warn", str(error))
            self._password.setFocus()
        else:
            self._session.failed.emit(error)

    def _busy(self, busy: bool) -> None:
        for button in (self._test, self._connect):
            button.setEnabled(not busy)
