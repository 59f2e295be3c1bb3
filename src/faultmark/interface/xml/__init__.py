"""The specification as a Label Studio labeling config, and back."""

from faultmark.interface.xml.read import ReadConfig, Uncovered, read_xml
from faultmark.interface.xml.write import write_xml

__all__ = ["ReadConfig", "Uncovered", "read_xml", "write_xml"]
