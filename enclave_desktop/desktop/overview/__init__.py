"""What stands on 总览: figures, programmes, charts, and what asks for attention."""
